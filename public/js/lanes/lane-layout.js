/** Where each lane is: a bar for what the thread does, and under it a thin bar for each thing it holds. */

import { indexLane, tracksOf } from '../model/lane-plan.js';
import { firstWhere } from '../model/search.js';

export const RULER = 26;
export const BAR = 20;
export const TRACK = 11;
const ABOVE = 9;
const BELOW = 9;
const MOST_TRACKS = 6;

/**
 * @typedef {{thread: number, top: number, height: number, bar: number, segments: import('../model/lane-plan.js').LaneIndex,
 *   tracks: import('../model/lane-plan.js').LaneIndex[], events: number[]}} Lane
 * @returns {{lanes: Lane[], height: number, laneOfThread: Map<number, Lane>}} in pixels, below the ruler
 */
export function layOut(model, axis) {
    const holdsOfThread = new Map(model.threads.map((thread) => [thread.id, []]));
    for (const hold of model.holds) holdsOfThread.get(hold.thread)?.push(hold);
    let top = 0;
    const lanes = model.threads.map((thread) => {
        const tracks = tracksOf(holdsOfThread.get(thread.id)).slice(0, MOST_TRACKS);
        const lane = {
            thread: thread.id,
            top,
            bar: top + ABOVE,
            height: ABOVE + BAR + (tracks.length > 0 ? 2 + tracks.length * TRACK : 0) + BELOW,
            segments: indexLane(model.segmentsOfThread.get(thread.id), axis),
            tracks: tracks.map((track) => indexLane(track, axis)),
            events: model.eventsOfThread.get(thread.id),
        };
        top += lane.height;
        return lane;
    });
    return { lanes, height: top, laneOfThread: new Map(lanes.map((lane) => [lane.thread, lane])) };
}

/** The lanes between two heights. */
export function lanesBetween(layout, from, to) {
    const { lanes } = layout;
    const first = firstWhere(lanes.length, (position) => lanes[position].top + lanes[position].height > from);
    const end = firstWhere(lanes.length, (position) => lanes[position].top > to);
    return lanes.slice(first, end);
}

/** The y of a lane's bar's middle. */
export function middleOf(lane) {
    return lane.bar + BAR / 2;
}

/** The y of a track's top. */
export function trackTop(lane, position) {
    return lane.bar + BAR + 2 + position * TRACK;
}
