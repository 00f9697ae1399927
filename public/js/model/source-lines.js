/** Which source line did what: events say their place as `Scenarios/Deadlock.swift:31`. */

import { lastAtMost } from './search.js';

/** @param {string|null} source @returns {{file: string, line: number}|null} */
export function readPlace(source) {
    const match = /^(.*):(\d+)$/.exec(source ?? '');
    return match ? { file: match[1], line: Number(match[2]) } : null;
}

/**
 * The events at each line of a file.
 * @returns {Map<number, number[]>} line → indices, ascending
 */
export function eventsByLine(model, file) {
    const lines = new Map();
    model.events.forEach((event, index) => {
        const place = readPlace(event.source);
        if (place === null || !isSameFile(place.file, file)) return;
        if (!lines.has(place.line)) lines.set(place.line, []);
        lines.get(place.line).push(index);
    });
    return lines;
}

/**
 * The line that each thread has reached in a file right after the event at `index`.
 * @returns {Map<number, number[]>} line → threads
 */
export function currentLines(model, file, index) {
    const lines = new Map();
    for (const thread of model.threads) {
        const own = model.eventsOfThread.get(thread.id);
        let position = lastAtMost(own, index);
        if (position >= 0 && model.events[own[position]].action === 'end') continue;
        for (; position >= 0; position -= 1) {
            const place = readPlace(model.events[own[position]].source);
            if (place === null || !isSameFile(place.file, file)) continue;
            if (!lines.has(place.line)) lines.set(place.line, []);
            lines.get(place.line).push(thread.id);
            break;
        }
    }
    return lines;
}

// `#fileID` begins with the module and the catalogue's path with a folder: one may be longer at the front.
function isSameFile(left, right) {
    return left === right || left.endsWith(`/${right}`) || right.endsWith(`/${left}`);
}
