/**
 * Where each thread's time went, and how hard each object was fought over.
 *
 * @typedef {{thread: number, runningNs: number, waitingNs: number, sleepingNs: number, waits: number,
 *   longestWaitNs: number, events: number}} ThreadStatistics
 * @typedef {{object: number, actions: number, waits: number, waitingNs: number, longestWaitNs: number,
 *   mostWaiters: number}} ObjectStatistics
 */

import { timeOf } from './axis.js';

/** @returns {ThreadStatistics[]} in the order of the threads */
export function threadStatistics(model) {
    return model.threads.map((thread) => {
        const result = {
            thread: thread.id, runningNs: 0, waitingNs: 0, sleepingNs: 0, waits: 0, longestWaitNs: 0,
            events: model.eventsOfThread.get(thread.id).length,
        };
        for (const segment of model.segmentsOfThread.get(thread.id)) {
            const length = timeOf(model, segment.endIndex) - timeOf(model, segment.startIndex);
            result[`${segment.kind}Ns`] += length;
            if (segment.kind !== 'waiting') continue;
            result.waits += 1;
            result.longestWaitNs = Math.max(result.longestWaitNs, length);
        }
        return result;
    });
}

/** @returns {ObjectStatistics[]} in the order of the objects */
export function objectStatistics(model) {
    const byObject = new Map(model.objects.map((object) => [object.id, {
        object: object.id, actions: 0, waits: 0, waitingNs: 0, longestWaitNs: 0, mostWaiters: 0,
    }]));
    for (const event of model.events) {
        if (event.object !== null && event.phase === 'done') byObject.get(event.object).actions += 1;
    }
    const changes = new Map();
    for (const wait of model.waits) {
        if (wait.object === null) continue;
        const result = byObject.get(wait.object);
        const length = timeOf(model, wait.endIndex) - timeOf(model, wait.startIndex);
        result.waits += 1;
        result.waitingNs += length;
        result.longestWaitNs = Math.max(result.longestWaitNs, length);
        if (!changes.has(wait.object)) changes.set(wait.object, []);
        changes.get(wait.object).push([wait.startIndex, 1], [wait.endIndex, -1]);
    }
    for (const [object, list] of changes) byObject.get(object).mostWaiters = highest(list);
    return [...byObject.values()];
}

function highest(changes) {
    changes.sort(([leftIndex, leftStep], [rightIndex, rightStep]) => leftIndex - rightIndex || leftStep - rightStep);
    let level = 0;
    let top = 0;
    for (const [, step] of changes) {
        level += step;
        top = Math.max(top, level);
    }
    return top;
}
