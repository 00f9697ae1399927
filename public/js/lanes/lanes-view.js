/** The lanes: one canvas for what is on screen, a column of thread names beside it, and what the pointer does. */

import { element } from '../dom/element.js';
import { onNextFrame } from '../dom/frame.js';
import { say, saySentence } from '../language/language.js';
import { onTheme } from '../appearance/theme.js';
import { formatMoment } from '../model/duration.js';
import { blockedSentence, eventSentence, segmentSentence } from '../model/explain.js';
import { hitTest, lastEventBefore } from './hit.js';
import { LaneCanvas } from './lane-canvas.js';
import { laneHeads } from './lane-heads.js';
import { layOut, RULER } from './lane-layout.js';
import { laneToolbar } from './lane-toolbar.js';
import { legend } from './legend.js';
import { followPointer } from './pointer.js';
import { makeTooltip } from './tooltip.js';

export class LanesView {
    #session;
    #layout;
    #canvas;
    #scroller;
    #tooltip = makeTooltip();
    #paint = () => this.#canvas.paint(this.#layout, this.#scroller.scrollTop, this.#height());

    /** @param {import('../run/session.js').Session} session */
    constructor(session) {
        this.#session = session;
        this.#layout = layOut(session.model, session.axis);
        this.#canvas = new LaneCanvas(session);
        this.root = this.#build();
        this.#follow();
        session.subscribe((changed) => {
            if (changed.has('axis')) this.#layout = layOut(session.model, session.axis);
            if (changed.has('cursor')) this.#revealLane();
            onNextFrame(this.#paint);
        });
    }

    #build() {
        const { model } = this.#session;
        this.#canvas.node.setAttribute('aria-label', say('lanes.label', { threads: model.threads.length, events: model.events.length }));
        const sheet = element('div', { class: 'lanes-sheet' }, laneHeads(this.#session, this.#layout),
            element('div', { class: 'lanes-canvas-place' }, this.#canvas.node, this.#tooltip.root));
        sheet.style.height = `${RULER + this.#layout.height}px`;
        this.#scroller = element('div', { class: 'lanes-scroller', on: { scroll: () => onNextFrame(this.#paint) } }, sheet);
        return element('section', { class: 'panel lanes', 'aria-label': say('lanes.title') },
            element('div', { class: 'panel-head' }, element('h2', { text: say('lanes.title') }), laneToolbar(this.#session)),
            this.#scroller, legend());
    }

    #follow() {
        followPointer(this.#canvas.node, {
            zoom: (factor, x) => this.#session.zoomBy(factor, this.#positionAt(x)),
            pan: (pixels) => this.#session.panBy(pixels / this.#scale()),
            click: (x, y) => this.#click(x, y),
            hover: (x, y) => this.#hover(x, y),
            leave: () => this.#tooltip.hide(),
        });
        new ResizeObserver(() => onNextFrame(this.#paint)).observe(this.#scroller);
        const stop = onTheme(() => {
            if (!this.root.isConnected) stop();
            this.#canvas.forgetColours();
            onNextFrame(this.#paint);
        });
    }

    #height() {
        return Math.min(this.#scroller.clientHeight, RULER + this.#layout.height);
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
        return this.#canvas.node.clientWidth / (this.#session.view.to - this.#session.view.from);
    }

    #positionAt(x) {
        return this.#session.view.from + x / this.#scale();
    }

    #hit(x, y) {
        if (y < RULER) return null;
        return hitTest(this.#session, this.#layout, this.#canvas.node.clientWidth, x, y - RULER + this.#scroller.scrollTop);
    }

    #click(x, y) {
        const session = this.#session;
        const hit = this.#hit(x, y);
        if (hit?.segment?.kind === 'waiting') this.#clickWait(hit.segment);
        else if (hit !== null && hit.event !== null) session.moveTo(hit.event);
        else if (hit?.hold) session.moveTo(hit.hold.startIndex);
        else if (hit?.segment) session.moveTo(Math.max(0, hit.segment.startIndex), { segment: hit.segment });
        else session.moveTo(Math.max(0, lastEventBefore(session, this.#positionAt(x))));
    }

    // A wait leads to whoever ended it; one that nobody ended, to where it was given up or, at the end, to its beginning.
    #clickWait(segment) {
        const { enabledBy, events } = this.#session.model;
        const enabler = enabledBy[segment.endIndex] ?? -1;
        const own = segment.endIndex < events.length ? segment.endIndex : segment.startIndex;
        this.#session.moveTo(enabler >= 0 ? enabler : own, { segment });
    }

    #hover(x, y) {
        const hit = this.#hit(x, y);
        const lines = hit === null ? [] : this.#linesFor(hit);
        this.#canvas.node.classList.toggle('is-over', lines.length > 0);
        if (lines.length === 0) this.#tooltip.hide();
        else this.#tooltip.show(lines, x, y, this.#canvas.node.clientWidth);
    }

    #linesFor({ event, segment, hold }) {
        const { model } = this.#session;
        const lines = [];
        if (event !== null) {
            const { seq, atNs, source } = model.events[event];
            lines.push(saySentence(eventSentence(model, event)), [`#${seq}`, formatMoment(atNs), source].filter(Boolean).join(' · '));
        }
        if (segment) lines.push(saySentence(segmentSentence(model, segment)));
        if (segment?.kind === 'waiting') {
            const blocked = blockedSentence(model, segment);
            lines.push(blocked ? saySentence(blocked) : '', say('lanes.clickWait'));
        }
        if (hold) lines.push(say('segment.holding', { thread: model.threadById.get(hold.thread).name, object: model.objectById.get(hold.object).name }));
        return lines;
    }
}
