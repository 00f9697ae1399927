/**
 * Everything that the page asks of a run, computed once when the run is opened. From here on an event is named by
 * its index in `events` (a truncated trace does not begin with seq 0), -1 stands for "before the trace", and
 * `events.length` for "after it".
 */

import { nobody } from './causes.js';
import { buildHolds } from './holds.js';
import { firstWhere } from './search.js';
import { buildSegments } from './segments.js';
import { pairWaits } from './waits.js';

/**
 * @typedef {import('./run.js').Run} Run
 * @typedef {object} RunModel
 * @property {Run} run
 * @property {import('./run.js').TraceEvent[]} events
 * @property {import('./run.js').Thread[]} threads
 * @property {import('./run.js').SharedObject[]} objects
 * @property {Map<number, import('./run.js').Thread>} threadById
 * @property {Map<number, import('./run.js').SharedObject>} objectById
 * @property {Map<number, number[]>} eventsOfThread indices, ascending
 * @property {Map<number, number[]>} eventsOfObject indices, ascending
 * @property {Map<number, number>} threadOfObject for objects of kind `thread`: whose end they stand for
 * @property {import('./waits.js').Wait[]} waits
 * @property {Map<number, import('./segments.js').Segment[]>} segmentsOfThread
 * @property {import('./holds.js').Hold[]} holds
 * @property {Int32Array} enabledBy for each event the index of the event that made it possible, or -1; all
 *   -1 until the service has told, which it does when the run has ended
 * @property {number} startNs
 * @property {number} endNs
 * @property {boolean} isVirtual whether the times are the simulation's
 */

/** @param {Run} run @returns {RunModel} */
export function buildRunModel(run) {
    const { events, threads, objects } = run.trace;
    const eventsOfThread = new Map(threads.map((thread) => [thread.id, []]));
    const eventsOfObject = new Map(objects.map((object) => [object.id, []]));
    events.forEach((event, index) => {
        eventsOfThread.get(event.thread).push(index);
        if (event.object !== null) eventsOfObject.get(event.object).push(index);
    });
    const model = {
        run,
        events,
        threads,
        objects,
        threadById: new Map(threads.map((thread) => [thread.id, thread])),
        objectById: new Map(objects.map((object) => [object.id, object])),
        eventsOfThread,
        eventsOfObject,
        startNs: run.trace.truncated > 0 && events.length > 0 ? events[0].atNs : 0,
        endNs: endOf(run),
        isVirtual: run.engine === 'simulation',
    };
    model.threadOfObject = matchThreadObjects(model);
    model.waits = pairWaits(model);
    model.segmentsOfThread = buildSegments(model);
    model.holds = buildHolds(model);
    model.enabledBy = nobody(events);
    return model;
}

/** The index of the event with this seq, or of the last one before it; -1 when there is none. */
export function indexOfSeq(model, seq) {
    return firstWhere(model.events.length, (index) => model.events[index].seq > seq) - 1;
}

/** The events that a finding names and the trace still has, as indices, ascending. */
export function eventsOfFinding(model, { events }) {
    return events.map((seq) => indexOfSeq(model, seq))
        .filter((index, position) => model.events[index]?.seq === events[position])
        .sort((one, other) => one - other);
}

/**
 * A thread's object says in its state whose it is. One without any state bears the thread's name, and names need not
 * be unique: the second object called `Worker` belongs to the second thread called `Worker`.
 */
function matchThreadObjects({ threads, objects, events, eventsOfObject }) {
    const waitingByName = new Map();
    for (const thread of threads) {
        if (!waitingByName.has(thread.name)) waitingByName.set(thread.name, []);
        waitingByName.get(thread.name).push(thread.id);
    }
    const matched = new Map();
    for (const object of objects) {
        if (object.kind !== 'thread') continue;
        const byName = waitingByName.get(object.name)?.shift();
        const telling = eventsOfObject.get(object.id).find((index) => typeof events[index].state?.thread === 'number');
        const thread = telling === undefined ? byName : events[telling].state.thread;
        if (thread !== undefined) matched.set(object.id, thread);
    }
    return matched;
}

// A clock read after the last event need not be later than it, and a run under way has no duration yet.
function endOf(run) {
    const last = run.trace.events.reduce((latest, event) => Math.max(latest, event.atNs), 0);
    return Math.max(run.durationNs ?? 0, last);
}
