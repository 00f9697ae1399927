/** The lanes: one canvas for what is on screen, a column of thread names beside it. */

import { element } from '../dom/element.js';
import { onNextFrame } from '../dom/frame.js';
import { say, saySentence } from '../language/language.js';
import { onTheme } from '../appearance/theme.js';
import { formatMoment } from '../model/duration.js';
import { eventSentence, segmentSentence } from '../model/explain.js';
import { stageOf } from '../model/moment.js';
import { enabledEvents, paintArrows } from './arrow-painter.js';
import { hitTest, lastEventBefore } from './hit.js';
import { layOut, lanesBetween, RULER } from './lane-layout.js';
import { LanePainter } from './lane-painter.js';
import { laneToolbar } from './lane-toolbar.js';
import { legend } from './legend.js';
import { colourNumbers, hatching, readPalette } from './palette.js';
import { followPointer } from './pointer.js';
import { paintCursor, paintGrid, paintRuler } from './ruler-painter.js';
import { makeTooltip } from './tooltip.js';

export class LanesView {
    #session;
    #layout;
    #palette = null;
    #patterns = [];
    #enabled;
    #colourOf;
    #canvas = element('canvas', { class: 'lanes-canvas', tabIndex: 0, role: 'img' });
    #sheet;
    #scroller;
    #heads = [];
    #tooltip = makeTooltip();
    #paint = () => this.#paintNow();

    /** @param {import('../run/session.js').Session} session */
    constructor(session) {
        this.#session = session;
        this.#enabled = enabledEvents(session.model);
        this.#colourOf = colourNumbers(session.model);
        this.#layout = layOut(session.model, session.axis);
        this.#build();
        session.subscribe((changed) => {
            if (changed.has('axis')) this.#layout = layOut(session.model, session.axis);
            if (changed.has('cursor')) this.#revealLane();
            if (changed.has('cursor') || changed.has('selection')) this.#updateHeads();
            onNextFrame(this.#paint);
        });
    }

    #build() {
        const { model } = this.#session;
        const label = say('lanes.label', { threads: model.threads.length, events: model.events.length });
        this.#canvas.setAttribute('aria-label', label);
        this.#heads = this.#layout.lanes.map((lane) => this.#head(lane));
        const column = element('div', { class: 'lane-heads' }, element('div', { class: 'lane-heads-top', text: say('lanes.thread') }), this.#heads);
        const height = RULER + this.#layout.height;
        column.style.height = `${height}px`;
        this.#sheet = element('div', { class: 'lanes-sheet' }, column, element('div', { class: 'lanes-canvas-place' }, this.#canvas, this.#tooltip.root));
        this.#sheet.style.height = `${height}px`;
        this.#scroller = element('div', { class: 'lanes-scroller', on: { scroll: () => onNextFrame(this.#paint) } }, this.#sheet);
        this.root = element('section', { class: 'panel lanes', 'aria-label': say('lanes.title') },
            element('div', { class: 'panel-head' }, element('h2', { text: say('lanes.title') }), legend(), laneToolbar(this.#session)),
            this.#scroller);
        followPointer(this.#canvas, {
            zoom: (factor, x) => this.#session.zoomBy(factor, this.#positionAt(x)),
            pan: (pixels) => this.#session.panBy(pixels / this.#scale()),
            click: (x, y) => this.#click(x, y),
            hover: (x, y) => this.#hover(x, y),
            leave: () => this.#tooltip.hide(),
        });
        new ResizeObserver(() => onNextFrame(this.#paint)).observe(this.#scroller);
        const stop = onTheme(() => {
            if (!this.root.isConnected) stop();
            this.#palette = null;
            onNextFrame(this.#paint);
        });
        this.#updateHeads();
    }

    #head(lane) {
        const thread = this.#session.model.threadById.get(lane.thread);
                const button = element('button', {
            type: 'button', class: 'lane-head', title: thread.name, data: { thread: thread.id }, on: { click: () => this.#session.select({ thread: thread.id }) },
        }, element('span', { class: 'swatch', 'aria-hidden': 'true' }), element('span', { class: 'lane-name', text: thread.name }),
        element('span', { class: 'lane-stage' }));
        button.style.top = `${RULER + lane.top}px`;
        button.style.height = `${lane.height}px`;
        return button;
    }

    #updateHeads() {
        const { model, moment, selection } = this.#session;
        for (const head of this.#heads) {
            const thread = Number(head.dataset.thread);
            const stage = stageOf(model, moment, thread);
            if (head.dataset.stage !== stage) {
                head.dataset.stage = stage;
                head.firstChild.setAttribute('class', `swatch swatch-${stage}`);
                head.lastChild.textContent = this.#stageText(thread, stage);
            }
            head.setAttribute('aria-pressed', String(selection.thread === thread));
        }
    }

    #stageText(thread, stage) {
        const { model } = this.#session;
        const text = model.eventsOfThread.get(thread).length === 0 ? say('lanes.noEvents') : say(`stage.${stage}`);
        return model.threadById.get(thread).daemon ? `${text} · ${say('lanes.daemon')}` : text;
    }

    // A cursor moved by the keyboard or a table may be in a lane that is scrolled away.
    #revealLane() {
        const event = this.#session.model.events[this.#session.cursor];
        const lane = event && this.#layout.laneOfThread.get(event.thread);
        if (!lane) return;
        const top = this.#scroller.scrollTop;
        const room = this.#scroller.clientHeight - RULER;
        if (lane.top < top) this.#scroller.scrollTop = lane.top;
        else if (lane.top + lane.height > top + room) this.#scroller.scrollTop = lane.top + lane.height - room;
    }

    #scale() {
        return this.#canvas.clientWidth / (this.#session.view.to - this.#session.view.from);
    }

    #positionAt(x) {
        return this.#session.view.from + x / this.#scale();
    }

    #hit(x, y) {
        if (y < RULER) return null;
        return hitTest(this.#session, this.#layout, this.#canvas.clientWidth, x, y - RULER + this.#scroller.scrollTop);
    }

    // Who waited leads to whoever ended the wait; anything else to itself.
    #click(x, y) {
        const session = this.#session;
        const hit = this.#hit(x, y);
        const { enabledBy, events } = session.model;
        if (hit?.event !== null && hit?.event !== undefined) session.moveTo(hit.event);
        else if (hit?.hold) session.moveTo(hit.hold.startIndex);
        else if (hit?.segment?.kind === 'waiting') {
            const { endIndex, startIndex } = hit.segment;
            const enabler = enabledBy[endIndex] ?? -1;
            const last = endIndex < events.length ? endIndex : startIndex;
            session.moveTo(enabler >= 0 ? enabler : last, { segment: hit.segment });
        } else if (hit?.segment) session.moveTo(Math.max(0, hit.segment.startIndex), { segment: hit.segment });
        else session.moveTo(Math.max(0, lastEventBefore(session, this.#positionAt(x))));
    }

    #hover(x, y) {
        const { model } = this.#session;
        const hit = this.#hit(x, y);
        this.#canvas.classList.toggle('is-over', Boolean(hit?.segment || hit?.hold || hit?.event != null));
        const lines = [];
        if (hit?.event != null) {
            const event = model.events[hit.event];
            lines.push(saySentence(eventSentence(model, hit.event)), `#${event.seq} · ${formatMoment(event.atNs)}`, event.source ?? '');
        }
        if (hit?.segment) lines.push(saySentence(segmentSentence(model, hit.segment)));
        if (hit?.segment?.kind === 'waiting') lines.push(say('lanes.clickWait'));
        if (hit?.hold) lines.push(say('segment.holding', { thread: model.threadById.get(hit.hold.thread).name, object: model.objectById.get(hit.hold.object).name }));
        if (lines.length === 0) this.#tooltip.hide();
        else this.#tooltip.show(lines, x, y, this.#canvas.clientWidth);
    }

    #paintNow() {
        const { width, height, context } = this.#prepare();
        if (width < 10) return;
        const session = this.#session;
        const offset = this.#scroller.scrollTop;
        const painter = new LanePainter({
            context, width, session, palette: this.#palette, patterns: this.#patterns, colourOf: this.#colourOf,
            words: { waits: (object) => say('lanes.waitsFor', { object }), sleep: say('lanes.sleep') },
        });
        context.fillStyle = this.#palette.surface;
        context.fillRect(0, 0, width, height);
        context.save();
        context.translate(0, RULER - offset);
        const visible = lanesBetween(this.#layout, offset, offset + height - RULER);
        this.#paintStripes(context, visible, width);
        context.restore();
        paintGrid(painter, height);
        context.save();
        context.translate(0, RULER - offset);
        visible.forEach((lane) => painter.paint(lane));
        paintArrows(painter, this.#layout, this.#enabled);
        context.restore();
        paintRuler(painter);
        paintCursor(painter, this.#layout, height, offset);
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

    #prepare() {
        const canvas = this.#canvas;
        const context = canvas.getContext('2d');
        const ratio = window.devicePixelRatio || 1;
        const width = canvas.parentElement.clientWidth;
        const height = Math.min(this.#scroller.clientHeight, RULER + this.#layout.height);
        if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
            canvas.width = Math.round(width * ratio);
            canvas.height = Math.round(height * ratio);
            canvas.style.height = `${height}px`;
        }
        context.setTransform(ratio, 0, 0, ratio, 0, 0);
        if (this.#palette === null) {
            this.#palette = readPalette();
            this.#patterns = this.#palette.objects.map((colour) => hatching(context, colour));
        }
        return { width, height, context };
    }
}
