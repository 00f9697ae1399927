/**
 * The critical path on the lanes' axes. The service tells its parts by their times; where the axis is the order of
 * events, a place on it is an event, so each part is given the events between which it lies.
 *
 * @typedef {import('./analysis.js').PathSegment & {startIndex: number, endIndex: number}} PathPart
 */

import { formatDuration } from './duration.js';
import { indexOfSeq } from './run-model.js';
import { firstWhere } from './search.js';

/**
 * @param {import('./run-model.js').RunModel} model @param {import('./analysis.js').PathSegment[]} segments
 * @returns {PathPart[]} each begins where the one before it ends
 */
export function pathParts(model, segments) {
    let startIndex = segments.length === 0 ? -1 : eventAt(model, segments[0].thread, segments[0].fromNs);
    return segments.map((segment, position) => {
        const part = { ...segment, startIndex, endIndex: Math.max(startIndex, endOf(model, segment, segments[position + 1])) };
        startIndex = part.endIndex;
        return part;
    });
}

/** @param {PathPart} part @param {import('./run-model.js').RunModel} model @returns {import('./explain.js').Sentence} */
export function partSentence(model, part) {
    const { thread, activity, object, fromNs, toNs } = part;
    return {
        key: `path.${activity}`,
        details: {
            thread: model.threadById.get(thread).name, object: model.objectById.get(object)?.name ?? '',
            duration: formatDuration(toNs - fromNs),
        },
    };
}

function endOf(model, segment, next) {
    // A wait and a sleep end with an event of their own; a thread that made another go on is left at what did that.
    if (segment.activity === 'sleeping' || segment.activity === 'waiting') return indexOfSeq(model, segment.endedBy);
    if (next?.activity === 'waking') return indexOfSeq(model, next.endedBy);
    const own = eventAt(model, segment.thread, segment.toNs);
    // Whoever starts a thread is left at the event with which that one begins.
    const isStarter = next !== undefined && next.thread !== segment.thread;
    return isStarter ? Math.max(own, firstEventAt(model, next.thread, next.fromNs)) : own;
}

/** The thread's last event at a time or before it. */
function eventAt(model, thread, atNs) {
    const own = model.eventsOfThread.get(thread);
    return own[firstWhere(own.length, (position) => model.events[own[position]].atNs > atNs) - 1] ?? -1;
}

function firstEventAt(model, thread, atNs) {
    const own = model.eventsOfThread.get(thread);
    return own[firstWhere(own.length, (position) => model.events[own[position]].atNs >= atNs)] ?? -1;
}
