/**
 * Who made an event possible: for the end of a wait, and for a thread's start, what another thread did. The service
 * tells (`enabledBy` of a run's analysis), and until it has, nobody did.
 */

import { indexOfSeq } from './run-model.js';

/** For each event -1: no event is known to have made it possible. @returns {Int32Array} */
export function nobody(events) {
    return new Int32Array(events.length).fill(-1);
}

/**
 * For each event the index of the one that made it possible, or -1.
 * @param {import('./analysis.js').Pair[]} pairs @returns {Int32Array}
 */
export function causesOf(model, pairs) {
    const enabledBy = nobody(model.events);
    for (const { event, by } of pairs) enabledBy[indexOfSeq(model, event)] = indexOfSeq(model, by);
    return enabledBy;
}

/** The other way round: for an event the events that it made possible. @returns {Map<number, number[]>} */
export function consequences(enabledBy) {
    const result = new Map();
    enabledBy.forEach((enabler, index) => {
        if (enabler < 0) return;
        if (!result.has(enabler)) result.set(enabler, []);
        result.get(enabler).push(index);
    });
    return result;
}
