/**
 * What an event depends on and what depends on it, on the lanes. For each thread the service tells the last event of
 * the past and the first of the future; what lies between the two neither led to the event nor follows from it.
 *
 * @typedef {{event: number, pastEnd: Map<number, number>, futureStart: Map<number, number>}} Cone indices, by thread;
 *   a thread that has no part in the past or in the future is not in that map
 */

import { indexOfSeq } from './run-model.js';
import { firstWhere, lastAtMost } from './search.js';

/** @param {import('./run-model.js').RunModel} model @param {import('./analysis.js').Cuts} cuts @returns {Cone} */
export function coneOf(model, { event, past, future }) {
    const indices = (cuts) => new Map(cuts.map((cut) => [cut.thread, indexOfSeq(model, cut.event)]));
    return { event: indexOfSeq(model, event), pastEnd: indices(past), futureStart: indices(future) };
}

/** @param {Cone} cone @returns {'past'|'itself'|'future'|'outside'} */
export function placeInCone(model, cone, index) {
    if (index === cone.event) return 'itself';
    const { thread } = model.events[index];
    if (index <= (cone.pastEnd.get(thread) ?? -1)) return 'past';
    return index >= (cone.futureStart.get(thread) ?? model.events.length) ? 'future' : 'outside';
}

/**
 * Which part of a thread's lane is outside, as the indices where it begins and ends: -1 is before the trace, the number
 * of events after it. The event's own thread has no such part.
 *
 * @param {Cone} cone @returns {{from: number, to: number}|null}
 */
export function outsideOfLane(model, cone, thread) {
    if (model.events[cone.event].thread === thread) return null;
    return { from: cone.pastEnd.get(thread) ?? -1, to: cone.futureStart.get(thread) ?? model.events.length };
}

/** @param {Cone} cone @returns {{past: number, future: number, outside: number}} how many events are where */
export function coneCounts(model, cone) {
    let past = 0;
    let future = 0;
    for (const [thread, own] of model.eventsOfThread) {
        past += lastAtMost(own, cone.pastEnd.get(thread) ?? -1) + 1;
        const start = cone.futureStart.get(thread) ?? model.events.length;
        future += own.length - firstWhere(own.length, (position) => own[position] >= start);
    }
    return { past, future, outside: model.events.length - past - future - 1 };
}
