/**
 * What the page says in sentences, as keys of `languages/` with their details; the words are the languages' own.
 *
 * @typedef {{key: string, details: Record<string, any>}} Sentence
 */

import { timeOf } from './axis.js';
import { formatDuration } from './duration.js';
import { holdersAt, momentAt } from './moment.js';
import { isInVain } from './segments.js';
import { valueText } from './value-text.js';

/** @returns {Sentence} what a run's status means for this run */
export function statusSentence(run) {
    return {
        key: `status.${run.status}.sentence`,
        details: {
            duration: formatDuration(run.durationNs),
            limit: formatDuration(run.watchdog?.timeoutNs ?? null),
            error: run.error ?? '',
        },
    };
}

/** @returns {Sentence|null} what the watchdog did */
export function watchdogSentence(model) {
    const { watchdog } = model.run;
    if (watchdog === null) return null;
    const known = ['cycle', 'quiescent', 'timeout'].includes(watchdog.reason);
    return {
        key: known ? `watchdog.${watchdog.reason}` : 'watchdog.other',
        details: {
            reason: watchdog.reason,
            at: formatDuration(watchdog.atNs),
            limit: formatDuration(watchdog.timeoutNs),
            threads: names(model.threadById, watchdog.interrupted),
            count: watchdog.interrupted.length,
        },
    };
}

/** @returns {Sentence[]} the cycle of a deadlock, or of one that could have been, a sentence a thread */
export function cycleSentences(model, finding) {
    const isPossible = finding.kind === 'lockOrderInversion';
    return finding.cycle.map((link) => ({
        key: isPossible ? 'cycle.couldWait' : link.holds.length > 0 ? 'cycle.holdsAndWaits' : 'cycle.waits',
        details: {
            thread: name(model.threadById, link.thread),
            holds: names(model.objectById, link.holds),
            object: name(model.objectById, link.waitsFor),
        },
    }));
}

/** @returns {Sentence} one segment of a lane */
export function segmentSentence(model, segment) {
    const from = timeOf(model, segment.startIndex);
    const enabler = model.enabledBy[segment.endIndex] ?? -1;
    const details = {
        thread: name(model.threadById, segment.thread),
        object: segment.object === null ? '' : name(model.objectById, segment.object),
        action: segment.action ?? '',
        duration: formatDuration(timeOf(model, segment.endIndex) - from),
        by: enabler >= 0 ? name(model.threadById, model.events[enabler].thread) : '',
    };
    if (segment.kind !== 'waiting') return { key: `segment.${segment.kind}`, details };
    if (segment.ending === 'done') return { key: enabler >= 0 ? 'segment.waitingEndedBy' : 'segment.waiting', details };
    if (['interrupt', 'refused'].includes(segment.ending) && enabler >= 0) {
        return { key: 'segment.waiting.broken', details: { ...details, action: model.events[enabler].action } };
    }
    if (!isInVain(model, segment)) return { key: 'segment.waiting', details };
    return { key: `segment.waiting.${segment.ending ?? 'never'}`, details };
}

/** @returns {Sentence|null} who held what a thread began to wait for */
export function blockedSentence(model, segment) {
    if (segment.kind !== 'waiting' || segment.object === null || segment.startIndex < 0) return null;
    const holders = holdersAt(model, momentAt(model, segment.startIndex), segment.object);
    if (holders.length === 0 || model.objectById.get(segment.object).kind === 'thread') return null;
    return { key: 'segment.blockedBy', details: { object: name(model.objectById, segment.object), holders: names(model.threadById, holders) } };
}

/** @returns {Sentence} one event */
export function eventSentence(model, index) {
    const event = model.events[index];
    const details = {
        thread: name(model.threadById, event.thread),
        action: event.action,
        object: event.object === null ? '' : name(model.objectById, event.object),
        value: valueText(event.value),
    };
    if (event.object === null) {
        const known = ['start', 'end', 'sleep', 'output'].includes(event.action);
        if (event.action === 'end' && event.value !== null) return { key: 'event.endWithError', details };
        if (event.action === 'sleep' && event.phase !== 'wait') return { key: 'event.awake', details };
        return { key: known ? `event.${event.action}` : 'event.other', details };
    }
    const withValue = event.phase === 'done' && event.value !== null;
    return { key: withValue ? 'event.doneWithValue' : `event.${event.phase}On`, details };
}

/** @param {import('./run.js').PendingAction} pending @returns {Sentence} what a thread would do next */
export function pendingSentence(model, { thread, action, object }) {
    const details = { thread: name(model.threadById, thread), action, object: object === null ? '' : name(model.objectById, object) };
    return { key: object === null ? 'event.other' : 'event.doneOn', details };
}

function name(byId, id) {
    return byId.get(id)?.name ?? `#${id}`;
}

// A sentence with five hundred names is not read: the first ones and the number of the others.
function names(byId, ids) {
    const most = 8;
    const list = ids.slice(0, most).map((id) => name(byId, id)).join(', ');
    return ids.length > most ? `${list} + ${ids.length - most}` : list;
}
