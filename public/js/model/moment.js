/**
 * The run right after one event: what each thread was doing and holding. Everything that the page shows "at the
 * cursor" is read off a moment, so it is computed once for each move of the cursor.
 *
 * @typedef {object} Moment
 * @property {number} index of the event; -1 is before the first
 * @property {Map<number, import('./segments.js').Segment>} doing by thread; absent before its start, after its end
 * @property {Map<number, import('./holds.js').Hold[]>} holdsOfThread
 * @property {Map<number, number[]>} holdersOf threads that hold an object
 * @property {Map<number, number[]>} waitersOf threads that wait for an object
 */

import { KINDS } from './kinds.js';
import { lastAtMost } from './search.js';
import { segmentAt } from './segments.js';
import { stateAt } from './object-state.js';

/** @returns {Moment} */
export function momentAt(model, index) {
    const moment = { index, doing: new Map(), holdsOfThread: new Map(), holdersOf: new Map(), waitersOf: new Map() };
    for (const thread of model.threads) {
        const segment = segmentAt(model, thread.id, index);
        if (segment === null) continue;
        moment.doing.set(thread.id, segment);
        if (segment.kind === 'waiting' && segment.object !== null) append(moment.waitersOf, segment.object, thread.id);
    }
    for (const hold of model.holds) {
        if (hold.startIndex > index) break;
        if (index >= hold.endIndex) continue;
        append(moment.holdsOfThread, hold.thread, hold);
        if (!moment.holdersOf.get(hold.object)?.includes(hold.thread)) append(moment.holdersOf, hold.object, hold.thread);
    }
    return moment;
}

/**
 * The threads that a thread waiting for this object waits for: a lock's owner, a semaphore's holders, the thread
 * that a join waits for, the thread that runs a future.
 * @returns {number[]}
 */
export function holdersAt(model, moment, object) {
    const holders = KINDS[model.objectById.get(object)?.kind]?.holders;
    if (holders === 'thread') return unlessEnded(model, model.threadOfObject.get(object), moment.index);
    if (holders === 'runner') {
        const state = stateAt(model, object, moment.index);
        return state?.stage === 'running' && state.runner != null ? [state.runner] : [];
    }
    return moment.holdersOf.get(object) ?? [];
}

/** Every thread's stage at a moment, for a thread's headline. @returns {'new'|'running'|'waiting'|'sleeping'|'ended'} */
export function stageOf(model, moment, thread) {
    const segment = moment.doing.get(thread);
    if (segment) return segment.kind;
    const own = model.eventsOfThread.get(thread);
    return own.length > 0 && own[0] <= moment.index ? 'ended' : 'new';
}

function unlessEnded(model, thread, index) {
    if (thread === undefined) return [];
    const own = model.eventsOfThread.get(thread);
    const last = own[lastAtMost(own, index)];
    return last !== undefined && model.events[last].action === 'end' ? [] : [thread];
}

function append(map, key, value) {
    if (map.has(key)) map.get(key).push(value);
    else map.set(key, [value]);
}
