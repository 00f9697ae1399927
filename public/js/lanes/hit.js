/** What is under a point of the lanes. */

import { itemAt } from '../model/lane-plan.js';
import { firstWhere } from '../model/search.js';
import { BAR, lanesBetween, TRACK, trackTop } from './lane-layout.js';

/** How far beside an event one may point, in pixels. */
const REACH = 6;

/**
 * @param {number} y below the ruler, scrolled
 * @returns {{lane: any, segment: any, hold: any, event: number|null}|null}
 */
export function hitTest(session, layout, width, x, y) {
    const [lane] = lanesBetween(layout, y, y);
    if (!lane || y < lane.top || y >= lane.top + lane.height) return null;
    const { view, axis } = session;
    const scale = width / (view.to - view.from);
    const position = view.from + x / scale;
    const track = lane.tracks.findIndex((_, number) => y >= trackTop(lane, number) && y < trackTop(lane, number) + TRACK);
    const isOnTick = y < lane.bar + 2;
    return {
        lane,
        hold: track >= 0 ? itemAt(lane.tracks[track], position) : null,
        segment: track < 0 && y < lane.bar + BAR + 3 ? itemAt(lane.segments, position) : null,
        event: nearestEvent(lane, axis, position, (isOnTick ? REACH : 2) / scale),
    };
}

function nearestEvent(lane, axis, position, reach) {
    const { events } = lane;
    const after = firstWhere(events.length, (candidate) => axis.position(events[candidate]) > position);
    const near = [events[after - 1], events[after]].filter((index) => index !== undefined);
    near.sort((left, right) => Math.abs(axis.position(left) - position) - Math.abs(axis.position(right) - position));
    return near.length > 0 && Math.abs(axis.position(near[0]) - position) <= reach ? near[0] : null;
}

/** The last event of the whole run at or before a position: where a click on nothing puts the cursor. */
export function lastEventBefore(session, position) {
    const { events } = session.model;
    return firstWhere(events.length, (index) => session.axis.position(index) > position) - 1;
}
