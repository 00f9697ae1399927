import { lastAtMost } from './search.js';

/**
 * Who made an event possible: for the end of a wait, the last action of another thread that could make the waiter's
 * guard true; for a thread's start, what its parent did last.
 *
 * The last action of another thread on the object is nearly right, and wrong exactly where it matters: when
 * `notify(4)` has woken four waiters, the second is not woken by the first. So each kind says which actions enable.
 */
const ENABLING = {
    lock: { acquire: ['release', 'wait'] },
    rlock: { acquire: ['release', 'wait'] },
    semaphore: { acquire: ['release'] },
    condition: { wait: ['notify'] },
    event: { wait: ['set'] },
    barrier: { wait: ['wait', 'abort', 'reset'] },
    queue: { get: ['put', 'shutdown'], put: ['get', 'shutdown'], join: ['taskDone', 'shutdown'] },
    future: { wait: ['finish', 'cancel'], get: ['finish', 'cancel'], join: ['finish', 'cancel'] },
    pool: { take: ['submit', 'shutdown'], get: ['submit', 'shutdown'] },
    timer: { wait: ['cancel', 'finish', 'set'] },
};

/** Actions that look at an object and change nothing: they enable nobody. */
const LOOKS = new Set(['inspect', 'read']);

/** @returns {Int32Array} */
export function buildWakes(model) {
    const enabledBy = new Int32Array(model.events.length).fill(-1);
    const endsWait = new Set(model.waits.map((wait) => wait.endIndex));
    for (const wait of model.waits) {
        if (wait.ending !== 'done' || wait.action === 'sleep') continue;
        enabledBy[wait.endIndex] = enablerOf(model, wait, endsWait);
    }
    for (const thread of model.threads) {
        const first = model.eventsOfThread.get(thread.id)[0];
        if (first === undefined || model.events[first].action !== 'start') continue;
        enabledBy[first] = lastOfParent(model, thread, first);
    }
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

function enablerOf(model, wait, endsWait) {
    const object = model.objectById.get(wait.object);
    if (object === undefined) return -1;
    if (object.kind === 'thread') return endOfThread(model, model.threadOfObject.get(object.id), wait.endIndex);
    const actions = ENABLING[object.kind]?.[wait.action];
    const indices = model.eventsOfObject.get(object.id);
    for (let position = lastAtMost(indices, wait.endIndex - 1); position >= 0; position -= 1) {
        const index = indices[position];
        if (index < wait.startIndex) return -1; // what came before the wait began cannot have ended it
        const event = model.events[index];
        if (event.phase !== 'done' || event.thread === wait.thread || LOOKS.has(event.action)) continue;
        // At a barrier the one that did not have to wait is the one that let the others go.
        if (object.kind === 'barrier' && event.action === 'wait' && endsWait.has(index)) continue;
        if (actions ? actions.includes(event.action) : event.action !== wait.action) return index;
    }
    return -1;
}

function endOfThread(model, thread, before) {
    const own = model.eventsOfThread.get(thread) ?? [];
    const end = own.findLast((index) => model.events[index].action === 'end');
    return end !== undefined && end < before ? end : -1;
}

function lastOfParent(model, thread, before) {
    const parent = model.events[before].value ?? thread.parent;
    const own = model.eventsOfThread.get(parent) ?? [];
    return own[lastAtMost(own, before - 1)] ?? -1;
}
