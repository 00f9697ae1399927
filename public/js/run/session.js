/**
 * What a person has done with the run on screen: cursor, selection, zoom. The panels read it and listen to it; they
 * do not know one another.
 */

import { AnalysisSession } from '../analysis/analysis-session.js';
import { ConeFollower } from '../analysis/cone-follower.js';
import { onNextFrame } from '../dom/frame.js';
import { causesOf, consequences } from '../model/causes.js';
import { makeAxis, preferredAxis } from '../model/axis.js';
import { momentAt } from '../model/moment.js';
import { eventsOfFinding, indexOfSeq } from '../model/run-model.js';
import { firstWhere } from '../model/search.js';
import { fit, pan, reveal, zoom } from '../model/viewport.js';

/**
 * @typedef {'cursor'|'selection'|'view'|'axis'|'overlay'|'causes'} Aspect
 * @typedef {object} Overlay what is drawn over the lanes; another object after every change
 * @property {{finding: number, indices: number[]}|null} marked a finding, by its place in the run, and its events
 * @property {import('../model/critical-path.js').PathPart[]|null} path the critical path, while it is shown
 * @property {import('../model/cone.js').Cone|null} cone the past and future of an event, while they are shown
 */

export class Session {
    #listeners = new Set();
    #changed = new Set();
    #moment = null;
    #flush = () => {
        const changed = new Set(this.#changed);
        this.#changed.clear();
        this.#listeners.forEach((listener) => listener(changed));
    };

    /** @param {import('../model/run-model.js').RunModel} model @param {any} place where a link points */
    constructor(model, place) {
        this.model = model;
        /** For an event, those that it made possible, as far as the service has told. */
        this.enabledOf = consequences(model.enabledBy);
        this.axis = makeAxis(model, preferredAxis(model));
        this.view = fit(this.axis);
        this.cursor = place?.event != null ? indexOfSeq(model, place.event) : firstCursor(model);
        /** @type {{thread: number|null, object: number|null}} */
        this.selection = {
            thread: model.threadById.has(place?.thread) ? place.thread : null,
            object: model.objectById.has(place?.object) ? place.object : null,
        };
        /** The segment that was clicked, which the inspector explains until the cursor moves on. */
        this.segment = null;
        /** @type {Overlay} */
        this.overlay = { marked: markedBy(model, place?.finding), path: null, cone: null };
        this.analysis = new AnalysisSession(model, ({ enabledBy }) => this.#learnCauses(enabledBy));
        this.coneFollower = new ConeFollower(this);
    }

    /** @param {(changed: Set<Aspect>) => void} listener called at most once a frame */
    subscribe(listener) {
        this.#listeners.add(listener);
    }

    get moment() {
        if (this.#moment?.index !== this.cursor) this.#moment = momentAt(this.model, this.cursor);
        return this.#moment;
    }

    moveTo(index, { segment = null } = {}) {
        this.cursor = Math.min(Math.max(index, -1), this.model.events.length - 1);
        this.segment = segment;
        this.view = reveal(this.axis, this.view, this.axis.position(this.cursor));
        this.#announce('cursor', 'view');
    }

    step(distance) {
        this.moveTo(Math.max(0, this.cursor + distance));
    }

    /** To the next or previous event of the thread under the cursor. */
    stepInThread(direction) {
        const thread = this.selection.thread ?? this.model.events[this.cursor]?.thread;
        const own = this.model.eventsOfThread.get(thread) ?? [];
        const position = direction > 0
            ? firstWhere(own.length, (candidate) => own[candidate] > this.cursor)
            : firstWhere(own.length, (candidate) => own[candidate] >= this.cursor) - 1;
        if (own[position] !== undefined) this.moveTo(own[position]);
    }

    /** A click on what is selected already takes the selection back. */
    select(what) {
        const { thread = this.selection.thread, object = this.selection.object } = what;
        this.selection = {
            thread: 'thread' in what && thread === this.selection.thread ? null : thread,
            object: 'object' in what && object === this.selection.object ? null : object,
        };
        this.#announce('selection');
    }

    /** Marks the events that a finding names and goes to the first; a second time takes the marks back. */
    mark(finding) {
        const marked = this.overlay.marked?.finding === finding ? null : markedBy(this.model, finding);
        this.#draw({ marked });
        if (marked !== null) this.moveTo(marked.indices[0]);
    }

    /** @param {Overlay['path']} path null hides it */
    showPath(path) {
        this.#draw({ path });
    }

    /** @param {Overlay['cone']} cone null hides it */
    showCone(cone) {
        this.#draw({ cone });
    }

    /** Asks who enabled whom. Without an answer there are no arrows; the analysis says why when it is opened. */
    askForCauses() {
        this.analysis.load().catch(() => {});
    }

    #learnCauses(pairs) {
        this.model.enabledBy = causesOf(this.model, pairs);
        this.enabledOf = consequences(this.model.enabledBy);
        this.#announce('causes');
    }

    zoomBy(factor, anchor = this.axis.position(this.cursor)) {
        const inView = anchor >= this.view.from && anchor <= this.view.to;
        this.view = zoom(this.axis, this.view, factor, inView ? anchor : (this.view.from + this.view.to) / 2);
        this.#announce('view');
    }

    panBy(distance) {
        this.view = pan(this.axis, this.view, distance);
        this.#announce('view');
    }

    showAll() {
        this.view = fit(this.axis);
        this.#announce('view');
    }

    useAxis(kind) {
        this.axis = makeAxis(this.model, kind);
        this.view = fit(this.axis);
        this.#announce('axis', 'view');
    }

    #draw(changes) {
        this.overlay = { ...this.overlay, ...changes };
        this.#announce('overlay');
    }

    #announce(...aspects) {
        aspects.forEach((aspect) => this.#changed.add(aspect));
        onNextFrame(this.#flush);
    }
}

// A link may name a finding that the run does not have, and a finding events that the trace has dropped.
function markedBy(model, finding) {
    const indices = eventsOfFinding(model, model.run.findings[finding] ?? { events: [] });
    return indices.length === 0 ? null : { finding, indices };
}

// A deadlock is best met at the moment when its cycle closed, which is when the last of its waits began; another
// finding at its last event; a run without findings at its end.
function firstCursor(model) {
    const finding = model.run.findings.find((candidate) => candidate.kind === 'deadlock') ?? model.run.findings[0];
    const indices = (finding?.events ?? []).map((seq) => indexOfSeq(model, seq)).filter((index) => index >= 0);
    const waits = indices.filter((index) => model.events[index].phase === 'wait');
    const telling = finding?.kind === 'deadlock' && waits.length > 0 ? waits : indices;
    return telling.length > 0 ? Math.max(...telling) : model.events.length - 1;
}
