/**
 * What a thread was doing, piece by piece: its lane. Pieces of one thread touch and never overlap.
 *
 * @typedef {{kind: 'running'|'waiting'|'sleeping', thread: number, startIndex: number, endIndex: number,
 *   object: number|null, action: string|null, ending: import('./waits.js').Ending}} Segment
 */

import { KINDS } from './kinds.js';
import { firstWhere } from './search.js';

/** @returns {Map<number, Segment[]>} by thread id; a thread without events has no segments */
export function buildSegments(model) {
    const waitsOfThread = new Map(model.threads.map((thread) => [thread.id, []]));
    for (const wait of model.waits) waitsOfThread.get(wait.thread).push(wait);
    return new Map(model.threads.map((thread) => [thread.id, segmentsOf(model, thread, waitsOfThread.get(thread.id))]));
}

function segmentsOf(model, thread, waits) {
    const indices = model.eventsOfThread.get(thread.id);
    if (indices.length === 0) return [];
    const segments = [];
    const endsAt = indices.findLast((index) => model.events[index].action === 'end') ?? model.events.length;
    let position = beginningOf(model, thread, indices);
    const run = (until) => {
        if (until > position) segments.push(running(thread.id, position, until));
    };
    for (const wait of waits) {
        run(wait.startIndex);
        const { object, action, startIndex, ending } = wait;
        const endIndex = Math.min(wait.endIndex, endsAt);
        const kind = action === 'sleep' ? 'sleeping' : 'waiting';
        segments.push({ kind, thread: thread.id, startIndex, endIndex, object, action, ending });
        position = endIndex;
    }
    run(endsAt);
    return segments;
}

// The main thread runs from the start whether or not an event says so; so does every thread of a truncated trace
// whose start was dropped.
function beginningOf(model, thread, indices) {
    const first = indices[0];
    if (model.events[first].action === 'start') return first;
    return thread.parent === null || model.run.trace.truncated > 0 ? -1 : first;
}

function running(thread, startIndex, endIndex) {
    return { kind: 'running', thread, startIndex, endIndex, object: null, action: null, ending: null };
}

/**
 * Whether a wait brought nothing: it was interrupted, timed out, or never ended. A timer waits for nothing but its
 * time, so its time-out is a success. Where a run stands still, a wait may yet end.
 */
export function isInVain(model, segment) {
    if (segment.kind !== 'waiting' || segment.ending === 'done') return false;
    if (segment.ending === null && ['running', 'paused'].includes(model.run.status)) return false;
    return segment.ending !== 'timeout' || KINDS[model.objectById.get(segment.object)?.kind]?.endsInTime !== true;
}

/**
 * What a thread does right after the event at `index`: a segment, or null before its start and after its end.
 * @returns {Segment|null}
 */
export function segmentAt(model, thread, index) {
    const segments = model.segmentsOfThread.get(thread) ?? [];
    const position = firstWhere(segments.length, (candidate) => segments[candidate].startIndex > index) - 1;
    const segment = segments[position];
    return segment && index < segment.endIndex ? segment : null;
}
