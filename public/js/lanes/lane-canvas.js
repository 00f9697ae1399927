/**
 * The canvas of the lanes. What the cursor does not change, which is nearly everything, is painted into a layer and
 * kept; a step then costs a copy of it and the cursor's own marks.
 */

import { element } from '../dom/element.js';
import { say } from '../language/language.js';
import { enabledEvents, paintArrows, paintChosenArrows } from './arrow-painter.js';
import { lanesBetween, RULER } from './lane-layout.js';
import { LanePainter } from './lane-painter.js';
import { paintMarks, paintOutside, paintPath } from './overlay-painter.js';
import { colourNumbers, hatching, readPalette } from './palette.js';
import { paintCursor, paintGrid, paintRuler } from './ruler-painter.js';

export class LaneCanvas {
    node = element('canvas', { class: 'lanes-canvas', tabIndex: 0, role: 'img' });
    #layer = document.createElement('canvas');
    #layerKey = null;
    #layerLayout = null;
    #layerOverlay = null;
    #session;
    #palette = null;
    #patterns = [];
    /** What the arrows are drawn from, and the causes that it was made of. */
    #enabled = [];
    #causes = null;
    #colourOf;

    /** @param {import('../run/session.js').Session} session */
    constructor(session) {
        this.#session = session;
        this.#colourOf = colourNumbers(session.model);
    }

    /** The colours have changed. */
    forgetColours() {
        this.#palette = null;
    }

    /** @param {number} offset how far the lanes are scrolled @param {number} height of what is to be seen */
    paint(layout, offset, height) {
        const width = this.node.parentElement.clientWidth;
        if (width < 10) return;
        const ratio = window.devicePixelRatio || 1;
        const context = sized(this.node, width, height, ratio);
        this.node.style.height = `${height}px`;
        if (this.#palette === null) {
            this.#palette = readPalette();
            this.#patterns = this.#palette.objects.map((colour) => hatching(context, colour));
            this.#layerKey = null;
        }
        if (this.#causes !== this.#session.model.enabledBy) {
            this.#causes = this.#session.model.enabledBy;
            this.#enabled = enabledEvents(this.#session.model);
            this.#layerKey = null;
        }
        this.#paintLayer(layout, offset, width, height, ratio);
        context.setTransform(1, 0, 0, 1, 0, 0);
        context.drawImage(this.#layer, 0, 0);
        context.setTransform(ratio, 0, 0, ratio, 0, 0);
        const painter = this.#painter(context, width);
        context.save();
        context.beginPath();
        context.rect(0, RULER, width, height);
        context.clip();
        context.translate(0, RULER - offset);
        paintChosenArrows(painter, layout);
        context.restore();
        paintCursor(painter, layout, height, offset);
    }

    #paintLayer(layout, offset, width, height, ratio) {
        const { view, selection, segment, axis, overlay } = this.#session;
        const threadOfSegment = segment === null ? null : `${segment.thread}@${segment.startIndex}`;
        const key = JSON.stringify([view, axis.kind, selection, threadOfSegment, offset, width, height, ratio]);
        if (key === this.#layerKey && layout === this.#layerLayout && overlay === this.#layerOverlay) return;
        this.#layerKey = key;
        this.#layerOverlay = overlay;
        this.#layerLayout = layout;
        const context = sized(this.#layer, width, height, ratio);
        const painter = this.#painter(context, width);
        context.fillStyle = this.#palette.surface;
        context.fillRect(0, 0, width, height);
        const visible = lanesBetween(layout, offset, offset + height - RULER);
        const scrolled = (paint) => {
            context.save();
            context.translate(0, RULER - offset);
            paint();
            context.restore();
        };
        scrolled(() => this.#paintStripes(context, visible, width));
        paintGrid(painter, height);
        scrolled(() => {
            visible.forEach((lane) => painter.paint(lane));
            paintArrows(painter, layout, this.#enabled);
            if (overlay.cone !== null) paintOutside(painter, visible, overlay.cone);
            if (overlay.path !== null) paintPath(painter, layout, overlay.path);
            if (overlay.marked !== null) paintMarks(painter, layout, overlay.marked.indices);
        });
        paintRuler(painter);
    }

    #paintStripes(context, visible, width) {
        for (const lane of visible) {
            if (this.#session.selection.thread === lane.thread) {
                context.fillStyle = this.#palette.selected;
                context.fillRect(0, lane.top, width, lane.height);
            }
            context.fillStyle = this.#palette.stripe;
            context.fillRect(0, lane.top + lane.height - 1, width, 1);
        }
    }

    #painter(context, width) {
        return new LanePainter({
            context, width, session: this.#session, palette: this.#palette, patterns: this.#patterns, colourOf: this.#colourOf,
            words: { waits: (object) => say('lanes.waitsFor', { object }), sleep: say('lanes.sleep') },
        });
    }
}

/** The context of a canvas that has this size in CSS pixels; setting a size empties a canvas, so only a new one. */
function sized(canvas, width, height, ratio) {
    const context = canvas.getContext('2d');
    if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
    if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    return context;
}
