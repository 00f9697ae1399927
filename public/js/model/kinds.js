/**
 * What the page knows of each kind of object, beside its name in `languages/`: how its state reads in a line, whom one
 * waits for who waits for it, and what a wait may end in without having been in vain.
 *
 * @typedef {object} Kind
 * @property {(state: any, nameOf: (thread: number) => string) => string} text
 * @property {'owner'|'permits'|'runner'|'thread'|null} holders how those who hold it are found: by its state's owner,
 *   by who took permits and has not given them back, by the thread that computes it, by the thread that it is
 * @property {boolean} [endsInTime] whether a wait for it is meant to end when its time is up
 */

import { valueText } from './value-text.js';

/** @type {Record<string, Kind>} */
export const KINDS = {
    lock: { text: (state, nameOf) => (state.owner == null ? 'free' : `owner ${nameOf(state.owner)}`), holders: 'owner' },
    rlock: { text: (state, nameOf) => (state.owner == null ? 'free' : `owner ${nameOf(state.owner)} ×${state.count}`), holders: 'owner' },
    condition: {
        text: (state, nameOf) => `waiting ${listed(state.waiting, nameOf)}${state.notified?.length ? `, notified ${listed(state.notified, nameOf)}` : ''}`,
        holders: null,
    },
    semaphore: { text: (state) => `permits ${state.permits}`, holders: 'permits' },
    event: { text: (state) => (state.isSet ? 'set' : 'not set'), holders: null },
    barrier: { text: (state) => `${state.waiting} of ${state.parties}, phase ${state.phase}${state.broken ? ', broken' : ''}`, holders: null },
    latch: { text: (state) => (state.count === 0 ? 'open' : `${state.count} to go`), holders: null },
    queue: { text: (state) => `${queueText(state)}, unfinished ${state.unfinished}${state.shutDown ? ', shut down' : ''}`, holders: null },
    variable: { text: (state) => valueText(state.value) || 'null', holders: null },
    atomic: { text: (state) => valueText(state.value) || 'null', holders: null },
    future: { text: (state, nameOf) => `${state.stage}${state.runner == null ? '' : ` on ${nameOf(state.runner)}`}`, holders: 'runner' },
    pool: { text: (state) => `queued ${state.queued}, idle ${state.idle} of ${state.workers}${state.shutDown ? ', shut down' : ''}`, holders: null },
    timer: { text: (state) => state.stage, holders: null, endsInTime: true },
    thread: { text: (state) => state.stage, holders: 'thread' },
};

/** Whether one who waits for the object waits for one thread, and for that very one. A permit may come from anybody. */
export function hasSingleHolder({ kind }) {
    return ['owner', 'runner', 'thread'].includes(KINDS[kind]?.holders);
}

// A long queue shows its first items and its size.
function queueText({ items = [], size = items.length, capacity }) {
    const shown = size > items.length ? `${items.join(', ')} … ${size} in all` : items.join(', ');
    return `[${shown}]${capacity == null ? '' : ` of ${capacity}`}`;
}

function listed(threads, nameOf) {
    return `[${(threads ?? []).map(nameOf).join(', ')}]`;
}
