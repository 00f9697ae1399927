/** An object's state in a line, by kind; a kind or a field that this page does not know is shown as it came. */

import { valueText } from './explain.js';

const BY_KIND = {
    lock: (state, nameOf) => (state.owner == null ? 'free' : `owner ${nameOf(state.owner)}`),
    rlock: (state, nameOf) => (state.owner == null ? 'free' : `owner ${nameOf(state.owner)} ×${state.count}`),
    semaphore: (state) => `permits ${state.permits}`,
    event: (state) => (state.isSet ? 'set' : 'not set'),
    condition: (state, nameOf) => `waiting ${listed(state.waiting, nameOf)}${state.notified?.length ? `, notified ${listed(state.notified, nameOf)}` : ''}`,
    barrier: (state) => `${state.waiting} of ${state.parties}, phase ${state.phase}${state.broken ? ', broken' : ''}`,
    queue: (state) => `[${(state.items ?? []).join(', ')}]${state.capacity == null ? '' : ` of ${state.capacity}`}, unfinished ${state.unfinished}${state.shutDown ? ', shut down' : ''}`,
    variable: (state) => valueText(state.value) || 'null',
    future: (state, nameOf) => `${state.stage}${state.runner == null ? '' : ` on ${nameOf(state.runner)}`}`,
    pool: (state) => `queued ${state.queued}, idle ${state.idle} of ${state.workers}${state.shutDown ? ', shut down' : ''}`,
    timer: (state) => state.stage,
    thread: (state) => state.stage,
};

/** @param {Record<string, any>|null} state */
export function stateText(model, object, state) {
    if (state === null) return '–';
    const nameOf = (thread) => model.threadById.get(thread)?.name ?? `#${thread}`;
    const write = BY_KIND[object.kind];
    return write ? write(state, nameOf) : JSON.stringify(state);
}

function listed(threads, nameOf) {
    return `[${(threads ?? []).map(nameOf).join(', ')}]`;
}
