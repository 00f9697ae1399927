/**
 * A wait event and the event that ended it. `startIndex` is -1 when the beginning was dropped from a truncated
 * trace, `endIndex` is `events.length` when nothing ended it, `ending` is then null.
 *
 * @typedef {import('./run.js').Phase|null} Ending
 * @typedef {{thread: number, object: number|null, action: string, startIndex: number, endIndex: number,
 *   ending: Ending}} Wait
 */

/** Every wait of a run, in the order of its beginning. @returns {Wait[]} */
export function pairWaits(model) {
    const waits = [];
    for (const thread of model.threads) pairWaitsOfThread(model, thread.id, waits);
    return waits.sort((left, right) => left.startIndex - right.startIndex);
}

function pairWaitsOfThread(model, thread, waits) {
    const indices = model.eventsOfThread.get(thread);
    let pending = null;
    for (const index of indices) {
        const event = model.events[index];
        if (pending !== null) {
            // A thread that waits does nothing else, so its next event ends the wait.
            pending.endIndex = index;
            pending.ending = event.phase;
            pending = null;
        } else if (index === indices[0] && ['timeout', 'interrupt'].includes(event.phase) && model.run.trace.truncated > 0) {
            waits.push({ ...waitFor(event, -1, index), ending: event.phase });
        }
        if (event.phase === 'wait') {
            pending = waitFor(event, index, model.events.length);
            waits.push(pending);
        }
    }
}

function waitFor({ thread, object, action }, startIndex, endIndex) {
    return { thread, object, action, startIndex, endIndex, ending: null };
}
