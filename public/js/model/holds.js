/**
 * Who held what, from when to when. A lock's owner is read off its state where the trace has one, so that a
 * condition's wait, which gives the lock up inside another action, is seen too. A semaphore keeps no owners: a permit
 * counts as held from a thread's acquire to the same thread's release. A semaphore that is released by those who hold
 * nothing is a signal and no gate, and nobody holds its permits.
 *
 * @typedef {{thread: number, object: number, startIndex: number, endIndex: number}} Hold
 */

import { KINDS } from './kinds.js';

/** @returns {Hold[]} by the order of their beginning */
export function buildHolds(model) {
    const holds = [];
    for (const object of model.objects) {
        const holders = KINDS[object.kind]?.holders;
        if (holders === 'owner') holdsOfLock(model, object.id, holds);
        if (holders === 'permits') holdsOfSemaphore(model, object.id, holds);
    }
    return holds.sort((left, right) => left.startIndex - right.startIndex);
}

function holdsOfLock(model, object, holds) {
    let hold = null;
    let depth = 0;
    for (const index of model.eventsOfObject.get(object)) {
        const event = model.events[index];
        if (event.phase !== 'done' && event.state === null) continue;
        if (event.state === null) depth += { acquire: 1, release: -1 }[event.action] ?? 0;
        const fallback = depth > 0 ? (hold?.thread ?? event.thread) : null;
        const owner = event.state === null ? fallback : (event.state.owner ?? null);
        if (hold !== null && hold.thread !== owner) {
            hold.endIndex = index;
            hold = null;
        }
        if (hold === null && owner !== null) {
            hold = { thread: owner, object, startIndex: index, endIndex: model.events.length };
            holds.push(hold);
        }
    }
}

function holdsOfSemaphore(model, object, holds) {
    const openOfThread = new Map();
    const found = [];
    for (const index of model.eventsOfObject.get(object)) {
        const event = model.events[index];
        if (event.phase !== 'done') continue;
        const open = openOfThread.get(event.thread) ?? [];
        openOfThread.set(event.thread, open);
        if (event.action === 'acquire') {
            const hold = { thread: event.thread, object, startIndex: index, endIndex: model.events.length };
            open.push(hold);
            found.push(hold);
        } else if (event.action === 'release') {
            // In a truncated trace the acquire may have been dropped.
            if (open.length === 0 && model.run.trace.truncated === 0) return;
            if (open.length > 0) open.pop().endIndex = index;
        }
    }
    holds.push(...found);
}
