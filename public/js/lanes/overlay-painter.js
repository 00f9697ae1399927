/** What is drawn over the lanes on request: the critical path, a finding's events, an event's past and future. */

import { outsideOfLane } from '../model/cone.js';
import { firstWhere } from '../model/search.js';
import { BAR } from './lane-layout.js';

/**
 * A line under the bars, from lane to lane: where the run's length was decided.
 * @param {import('./lane-painter.js').LanePainter} painter @param {import('../model/critical-path.js').PathPart[]} parts
 */
export function paintPath(painter, layout, parts) {
    const { context, palette, session, width } = painter;
    const { axis, view } = session;
    const from = firstWhere(parts.length, (position) => axis.position(parts[position].endIndex) >= view.from);
    const end = firstWhere(parts.length, (position) => axis.position(parts[position].startIndex) > view.to);
    context.strokeStyle = palette.path;
    context.lineWidth = 3;
    context.lineJoin = 'round';
    context.beginPath();
    let last = null;
    for (const part of parts.slice(from, end)) {
        const y = layout.laneOfThread.get(part.thread).bar + BAR + 1;
        const x1 = Math.max(painter.x(axis.position(part.startIndex)), -4);
        const x2 = Math.min(painter.x(axis.position(part.endIndex)), width + 4);
        if (last === null) context.moveTo(x1, y);
        // Many parts in one pixel are one stroke.
        else if (last.y !== y || x2 - last.x >= 0.5) context.lineTo(x1, y);
        else continue;
        context.lineTo(x2, y);
        last = { x: x2, y };
    }
    context.stroke();
}

/** A veil over whatever neither led to the cone's event nor follows from it. */
export function paintOutside(painter, visible, cone) {
    const { context, palette, session, width } = painter;
    context.fillStyle = palette.surface;
    context.globalAlpha = 0.74;
    for (const lane of visible) {
        const outside = outsideOfLane(session.model, cone, lane.thread);
        if (outside === null) continue;
        const left = Math.max(0, painter.x(session.axis.position(outside.from)));
        const right = Math.min(width, painter.x(session.axis.position(outside.to)));
        if (right > left) context.fillRect(left, lane.top, right - left, lane.height - 1);
    }
    context.globalAlpha = 1;
}

/** A diamond on each event. @param {number[]} indices ascending */
export function paintMarks(painter, layout, indices) {
    const { context, palette, session } = painter;
    const { axis, view, model } = session;
    context.fillStyle = palette.mark;
    context.strokeStyle = palette.ink;
    context.lineWidth = 1;
    for (const index of indices) {
        const at = axis.position(index);
        if (at < view.from || at > view.to) continue;
        const x = painter.x(at);
        const y = layout.laneOfThread.get(model.events[index].thread).bar - 2;
        context.beginPath();
        context.moveTo(x, y - 6);
        context.lineTo(x + 5, y);
        context.lineTo(x, y + 6);
        context.lineTo(x - 5, y);
        context.closePath();
        context.fill();
        context.stroke();
    }
}
