/**
 * Who held what, from when to when. A lock's owner is read off its state where the trace has one, so that a
 * condition's wait, which gives the lock up inside another action, is seen too; a semaphore keeps no owners, so a
 * permit counts as held from a thread's acquire to the same thread's release.
 *
 * @typedef {{thread: number, object: number, startIndex: number, endIndex: number}} Hold
 */

/** @returns {Hold[]} by the order of their beginning */
export function buildHolds(model) {
    const holds = [];
    for (const object of model.objects) {
        if (object.kind === 'lock' || object.kind === 'rlock') holdsOfLock(model, object.id, holds);
        if (object.kind === 'semaphore') holdsOfSemaphore(model, object.id, holds);
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
    for (const index of model.eventsOfObject.get(object)) {
        const event = model.events[index];
        if (event.phase !== 'done') continue;
        const open = openOfThread.get(event.thread) ?? [];
        openOfThread.set(event.thread, open);
        if (event.action === 'acquire') {
            const hold = { thread: event.thread, object, startIndex: index, endIndex: model.events.length };
            open.push(hold);
            holds.push(hold);
        } else if (event.action === 'release' && open.length > 0) {
            open.pop().endIndex = index;
        }
    }
}
