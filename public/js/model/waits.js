/**
 * A wait event and the event that ended it. `startIndex` is -1 when the beginning was dropped from a truncated
 * trace, `endIndex` is `events.length` when nothing ended it, `ending` is then null.
 *
 * @typedef {{thread: number, object: number|null, action: string, startIndex: number, endIndex: number,
 *   ending: import('./run.js').Phase|null}} Wait
 */

/** Every wait of a run, in the order of its beginning. @returns {Wait[]} */
export function pairWaits(model) {
    const waits = [];
    for (const thread of model.threads) pairWaitsOfThread(model, thread.id, waits);
    return waits.sort((left, right) => left.startIndex - right.startIndex);
}

function pairWaitsOfThread(model, thread, waits) {
    // A stack, since a thread may say that it waits for one thing inside waiting for another (a condition's lock).
    const pending = [];
    let isFirst = true;
    for (const index of model.eventsOfThread.get(thread)) {
        const event = model.events[index];
        if (event.phase === 'wait') {
            const wait = {
                thread, object: event.object, action: event.action, startIndex: index, endIndex: model.events.length, ending: null,
            };
            pending.push(wait);
            waits.push(wait);
        } else {
            const depth = pending.findLastIndex((wait) => wait.object === event.object && wait.action === event.action);
            if (depth >= 0) {
                for (const wait of pending.splice(depth)) {
                    wait.endIndex = index;
                    wait.ending = event.phase;
                }
            } else if (isFirst && event.phase !== 'done' && model.run.trace.truncated > 0) {
                waits.push({
                    thread, object: event.object, action: event.action, startIndex: -1, endIndex: index, ending: event.phase,
                });
            }
        }
        isFirst = false;
    }
}
