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
    barrier: { wait: ['set', 'abort', 'reset'] },
    queue: { get: ['put', 'shutdown'], put: ['get', 'shutdown'], join: ['taskDone', 'shutdown'] },
    future: { wait: ['finish', 'cancel'], get: ['finish', 'cancel'], join: ['finish', 'cancel'] },
    pool: { take: ['submit', 'shutdown'], get: ['submit', 'shutdown'] },
    timer: { wait: ['cancel'] },
};

/** One of these lets one thread go on, as a rule; `release(3)` or a queue's many items are the exception. */
const ENABLES_ONE = new Set(['release', 'put', 'get']);

/**
 * Actions that end a wait with an error. An interruption without one of them was the watchdog's, whatever else
 * happened to the object meanwhile.
 */
const BREAKING = ['shutdown', 'abort', 'reset', 'cancel'];

/**
 * What a waiter's guard asks of its object's state, where a trace tells enough to say. Whoever made the guard true, and
 * nobody made it false since, made the action possible: of three items that lie in a queue, the first is got.
 */
const GUARDS = {
    semaphore: { acquire: (state) => state.permits > 0 },
    queue: {
        get: (state) => state.size > 0,
        put: (state) => state.capacity === null || state.size < state.capacity,
        join: (state) => state.unfinished === 0,
    },
};

/** Actions that look at an object and change nothing: they enable nobody. */
const LOOKS = new Set(['inspect', 'read']);

/** @returns {Int32Array} */
export function buildWakes(model) {
    const enabledBy = new Int32Array(model.events.length).fill(-1);
    const used = new Set();
    const ended = model.waits.filter((wait) => ['done', 'interrupt', 'refused'].includes(wait.ending) && wait.action !== 'sleep');
    for (const wait of ended.sort((left, right) => left.endIndex - right.endIndex)) {
        const enabler = enablerOf(model, wait, used);
        enabledBy[wait.endIndex] = enabler;
        used.add(enabler);
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

/** @param {Set<number>} used events that have enabled somebody already */
function enablerOf(model, wait, used) {
    const object = model.objectById.get(wait.object);
    if (object === undefined) return -1;
    const isBroken = wait.ending !== 'done';
    if (object.kind === 'thread' && !isBroken) {
        const end = endOfThread(model, model.threadOfObject.get(object.id), wait.endIndex);
        if (end >= 0) return end;
    }
    const guard = isBroken ? undefined : GUARDS[object.kind]?.[wait.action];
    const first = guard === undefined ? -1 : firstWithGuard(model, wait, guard, used);
    if (first >= 0) return first;
    const actions = isBroken ? BREAKING : ENABLING[object.kind]?.[wait.action];
    const indices = model.eventsOfObject.get(object.id);
    let shared = -1;
    for (let position = lastAtMost(indices, wait.endIndex - 1); position >= 0; position -= 1) {
        const index = indices[position];
        if (index < wait.startIndex) break; // what came before the wait began cannot have ended it
        const event = model.events[index];
        if (event.phase !== 'done' || event.thread === wait.thread || LOOKS.has(event.action)) continue;
        // A notify says whom it wakes; a later one may come before the woken thread has gone on.
        if (event.action === 'notify' && Array.isArray(event.value) && !event.value.includes(wait.thread)) continue;
        if (!(actions ? actions.includes(event.action) : event.action !== wait.action)) continue;
        if (!ENABLES_ONE.has(event.action) || !used.has(index)) return index;
        if (shared < 0) shared = index;
    }
    return shared;
}

/**
 * Of what happened to the object since the wait began and the guard has held, the first that could have made it hold and
 * has let nobody else go on; -1 if the guard has not held.
 */
function firstWithGuard(model, wait, guard, used) {
    const indices = model.eventsOfObject.get(wait.object);
    const actions = ENABLING[model.objectById.get(wait.object).kind][wait.action];
    let first = -1;
    for (let position = lastAtMost(indices, wait.endIndex - 1); position >= 0; position -= 1) {
        const index = indices[position];
        const event = model.events[index];
        if (index <= wait.startIndex) break;
        if (event.phase !== 'done') continue;
        if (event.state === null || !guard(event.state)) break;
        if (actions.includes(event.action) && event.thread !== wait.thread && !used.has(index)) first = index;
    }
    return first;
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
