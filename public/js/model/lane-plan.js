/**
 * What to draw of one lane at one zoom. Segments too narrow to be seen are merged into columns a pixel wide that
 * say how their time was shared out; running sums make a column's shares a subtraction, and a search leads to the
 * next column, so drawing costs by the pixel and not by the event.
 */

import { firstWhere } from './search.js';

/** Below this width in pixels a segment is merged. */
const NARROW = 1.5;

/**
 * @typedef {{items: {startIndex: number, endIndex: number}[], starts: Float64Array, ends: Float64Array,
 *   waited: Float64Array, slept: Float64Array, total: Float64Array}} LaneIndex
 * @typedef {{left: number, right: number, item: any}} Box
 * @typedef {{left: number, right: number, count: number, first: any, waiting: number, sleeping: number}} Column
 */

/**
 * Positions on an axis of segments or holds that do not overlap, ready to be planned.
 * @param {import('./axis.js').Axis} axis @returns {LaneIndex}
 */
export function indexLane(items, axis) {
    const count = items.length;
    const starts = new Float64Array(count);
    const ends = new Float64Array(count);
    const waited = new Float64Array(count + 1);
    const slept = new Float64Array(count + 1);
    const total = new Float64Array(count + 1);
    items.forEach((item, position) => {
        starts[position] = axis.position(item.startIndex);
        ends[position] = Math.max(axis.position(item.endIndex), starts[position]);
        const length = ends[position] - starts[position];
        waited[position + 1] = waited[position] + (item.kind === 'waiting' ? length : 0);
        slept[position + 1] = slept[position] + (item.kind === 'sleeping' ? length : 0);
        total[position + 1] = total[position] + length;
    });
    return { items, starts, ends, waited, slept, total };
}

/**
 * Calls `box` for every segment that is wide enough to be seen and `column` for every merged pixel column, from
 * left to right.
 *
 * @param {LaneIndex} lane @param {import('./viewport.js').Viewport} view @param {number} width in pixels
 * @param {(box: Box) => void} box @param {(column: Column) => void} column
 */
export function planLane(lane, view, width, box, column) {
    const scale = width / (view.to - view.from);
    const { items, starts, ends } = lane;
    let position = firstWhere(items.length, (candidate) => ends[candidate] > view.from);
    // Segments of no length at the very left edge end where the view begins: they are drawn with what follows.
    while (position < items.length && starts[position] <= view.to) {
        const left = (starts[position] - view.from) * scale;
        const right = (ends[position] - view.from) * scale;
        if (right - left >= NARROW) {
            box({ left, right, item: items[position] });
            position += 1;
            continue;
        }
        const columnEnd = view.from + (Math.floor(left) + 1) / scale;
        let next = firstWhere(items.length, (candidate) => candidate > position && starts[candidate] >= columnEnd);
        if (next - 1 > position && (ends[next - 1] - starts[next - 1]) * scale >= NARROW) next -= 1;
        column(mergedColumn(lane, position, next, Math.floor(left)));
        position = next;
    }
}

function mergedColumn(lane, from, to, left) {
    const total = lane.total[to] - lane.total[from];
    const first = lane.items[from];
    const share = (sums, kind) => (total > 0 ? (sums[to] - sums[from]) / total : Number(first.kind === kind));
    return {
        left, right: left + 1, count: to - from, first,
        waiting: share(lane.waited, 'waiting'), sleeping: share(lane.slept, 'sleeping'),
    };
}

/** The segment or hold at a position on the axis, or null. */
export function itemAt(lane, position) {
    const candidate = firstWhere(lane.items.length, (index) => lane.starts[index] > position) - 1;
    return candidate >= 0 && position <= lane.ends[candidate] ? lane.items[candidate] : null;
}

/**
 * Puts holds that overlap on separate tracks, an object staying on its track: the bars under a lane.
 * @param {import('./holds.js').Hold[]} holds of one thread, by their beginning
 * @returns {import('./holds.js').Hold[][]}
 */
export function tracksOf(holds) {
    const tracks = [];
    const trackOfObject = new Map();
    const isFree = (track, hold) => track.length === 0 || track[track.length - 1].endIndex <= hold.startIndex;
    for (const hold of holds) {
        const usual = trackOfObject.get(hold.object);
        let position = usual !== undefined && isFree(tracks[usual], hold) ? usual : -1;
        if (position < 0) position = tracks.findIndex((track) => isFree(track, hold));
        if (position < 0) position = tracks.push([]) - 1;
        tracks[position].push(hold);
        trackOfObject.set(hold.object, position);
    }
    return tracks;
}
