/**
 * The wait-for graph at a moment: an edge from each waiting thread to what it waits for, and from each of those to
 * the threads that hold it.
 *
 * @typedef {{thread: number, object: number, inCycle: boolean}} Edge
 * @typedef {{waits: Edge[], holds: Edge[], cycles: number[][]}} WaitForGraph  a cycle is a list of thread ids
 */

import { hasSingleHolder } from './kinds.js';
import { holdersAt } from './moment.js';

/** @param {import('./moment.js').Moment} moment @returns {WaitForGraph} */
export function waitForGraph(model, moment) {
    const objectOf = new Map();
    for (const [object, threads] of moment.waitersOf) threads.forEach((thread) => objectOf.set(thread, object));
    const waits = [...objectOf].map(([thread, object]) => ({ thread, object, inCycle: false }));
    const concerned = new Set(objectOf.values());
    for (const thread of objectOf.keys()) {
        // What a waiting thread holds belongs to the picture even while nobody wants it.
        for (const hold of moment.holdsOfThread.get(thread) ?? []) concerned.add(hold.object);
    }
    const holds = [...concerned].flatMap((object) =>
        holdersAt(model, moment, object).map((thread) => ({ thread, object, inCycle: false })));
    const cycles = findCycles(model, objectOf, holds);
    markCycles(cycles, objectOf, waits, holds);
    return { waits, holds, cycles };
}

// Every thread waits for at most one object and such an object has one holder: following the arrows is a walk
// without choices, so a cycle is found by walking until a thread comes up again.
function findCycles(model, objectOf, holds) {
    const holderOf = new Map();
    for (const { object, thread } of holds) {
        // A semaphore's permit may come back from any holder, so a circle through one is no proof.
        if (hasSingleHolder(model.objectById.get(object))) holderOf.set(object, thread);
    }
    const finished = new Set();
    const cycles = [];
    for (const start of objectOf.keys()) {
        const path = [];
        let thread = start;
        while (thread !== undefined && objectOf.has(thread) && !finished.has(thread) && !path.includes(thread)) {
            path.push(thread);
            thread = holderOf.get(objectOf.get(thread));
        }
        if (path.includes(thread)) cycles.push(path.slice(path.indexOf(thread)));
        path.forEach((passed) => finished.add(passed));
    }
    return cycles;
}

function markCycles(cycles, objectOf, waits, holds) {
    for (const cycle of cycles) {
        cycle.forEach((thread, position) => {
            const object = objectOf.get(thread);
            const holder = cycle[(position + 1) % cycle.length];
            for (const edge of waits) if (edge.thread === thread && edge.object === object) edge.inCycle = true;
            for (const edge of holds) if (edge.thread === holder && edge.object === object) edge.inCycle = true;
        });
    }
}
