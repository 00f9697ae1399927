/**
 * What the service computes of a run's trace beside its findings (`GET /runs/{id}/analysis`), checked.
 *
 * @typedef {'running'|'sleeping'|'waiting'|'waking'} Activity
 * @typedef {{thread: number, startNs: number, endNs: number, runningNs: number, blockedNs: number, sleepingNs: number,
 *   waits: number}} ThreadTimes
 * @typedef {{object: number, acquisitions: number, contentions: number, totalWaitNs: number, longestWaitNs: number,
 *   longestWait: number|null, mostWaiters: number}} ObjectUse
 * @typedef {{thread: number, activity: Activity, fromNs: number, toNs: number, object: number|null,
 *   endedBy: number|null}} PathSegment
 * @typedef {{thread: number, event: number}} Cut
 * @typedef {{event: number, past: Cut[], future: Cut[]}} Cuts
 * @typedef {{event: number, by: number}} Pair an event, and the one that made it possible; both by seq
 * @typedef {{threads: ThreadTimes[], objects: ObjectUse[], criticalPath: PathSegment[], enabledBy: Pair[],
 *   cone: Cuts|null}} Analysis
 */

import { FormatError, known, listAt, numberAt, numberOrNull, objectAt, oneOf } from './checks.js';
import { indexOfSeq } from './run-model.js';

export const ACTIVITIES = ['running', 'sleeping', 'waiting', 'waking'];

/**
 * @param {any} json @param {import('./run-model.js').RunModel} model whose threads and objects it must speak of
 * @returns {Analysis} @throws {import('./checks.js').FormatError}
 */
export function readAnalysis(json, model) {
    const analysis = objectAt(json, 'analysis');
    return {
        threads: listAt(analysis.threads, 'threads').map((entry, position) => ({
            thread: known(model.threadById, entry.thread, `threads[${position}].thread`, 'thread'),
            ...numbers(entry, `threads[${position}]`, ['startNs', 'endNs', 'runningNs', 'blockedNs', 'sleepingNs', 'waits']),
        })),
        objects: listAt(analysis.objects, 'objects').map((entry, position) => ({
            object: known(model.objectById, entry.object, `objects[${position}].object`, 'object'),
            ...numbers(entry, `objects[${position}]`, ['acquisitions', 'contentions', 'totalWaitNs', 'longestWaitNs', 'mostWaiters']),
            longestWait: numberOrNull(entry.longestWait, `objects[${position}].longestWait`),
        })),
        criticalPath: listAt(analysis.criticalPath, 'criticalPath').map((part, position) => readPart(part, model, `criticalPath[${position}]`)),
        enabledBy: listAt(analysis.enabledBy, 'enabledBy').map((pair, position) => ({
            event: eventAt(pair.event, model, `enabledBy[${position}].event`),
            by: eventAt(pair.by, model, `enabledBy[${position}].by`),
        })),
        cone: analysis.cone == null ? null : readCuts(analysis.cone, model),
    };
}

/** The objects that were taken or waited for; those that were fought over most come first. @param {Analysis} analysis */
export function inOrderOfContention({ objects }) {
    return objects.filter(({ acquisitions, totalWaitNs, mostWaiters }) => acquisitions + totalWaitNs + mostWaiters > 0).sort((one, other) => other.totalWaitNs - one.totalWaitNs
        || other.contentions - one.contentions || other.acquisitions - one.acquisitions);
}

function readPart(part, model, path) {
    return {
        thread: known(model.threadById, part.thread, `${path}.thread`, 'thread'),
        activity: oneOf(ACTIVITIES, part.activity, `${path}.activity`),
        ...numbers(part, path, ['fromNs', 'toNs']),
        object: part.object == null ? null : known(model.objectById, part.object, `${path}.object`, 'object'),
        endedBy: numberOrNull(part.endedBy, `${path}.endedBy`),
    };
}

function readCuts(cone, model) {
    const cuts = (name) => listAt(cone[name], `cone.${name}`).map((cut, position) => ({
        thread: known(model.threadById, cut.thread, `cone.${name}[${position}].thread`, 'thread'),
        event: numberAt(cut.event, `cone.${name}[${position}].event`),
    }));
    return { event: numberAt(cone.event, 'cone.event'), past: cuts('past'), future: cuts('future') };
}

function eventAt(seq, model, path) {
    if (model.events[indexOfSeq(model, seq)]?.seq !== seq) throw new FormatError(path, 'the seq of an event', seq);
    return seq;
}

function numbers(entry, path, names) {
    return Object.fromEntries(names.map((name) => [name, numberAt(entry[name], `${path}.${name}`)]));
}
