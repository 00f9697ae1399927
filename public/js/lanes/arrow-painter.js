/** Arrows from whoever made an event possible to that event. */

import { firstWhere } from '../model/search.js';
import { middleOf } from './lane-layout.js';

/** More than this many on screen would be a thicket; then only those of the cursor are drawn. */
const MOST_ARROWS = 160;

/** The events that another one enabled, ascending: what the arrows are drawn from. */
export function enabledEvents(model) {
    const indices = [];
    model.enabledBy.forEach((enabler, index) => {
        if (enabler >= 0) indices.push(index);
    });
    return indices;
}

/** All arrows on screen, unless they are too many. @param {import('./lane-painter.js').LanePainter} painter */
export function paintArrows(painter, layout, enabled) {
    const { axis, view } = painter.session;
    const first = firstWhere(enabled.length, (position) => axis.position(enabled[position]) >= view.from);
    const end = firstWhere(enabled.length, (position) => axis.position(enabled[position]) > view.to);
    if (end - first > MOST_ARROWS) return;
    for (const index of enabled.slice(first, end)) paintArrow(painter, layout, index, false);
}

/** The arrow to the event under the cursor and those from it. */
export function paintChosenArrows(painter, layout) {
    const { cursor, enabledOf, model } = painter.session;
    if ((model.enabledBy[cursor] ?? -1) >= 0) paintArrow(painter, layout, cursor, true);
    for (const index of enabledOf.get(cursor) ?? []) paintArrow(painter, layout, index, true);
}

function paintArrow(painter, layout, index, isChosen) {
    const { context, palette, session } = painter;
    const { model, axis } = session;
    const enabler = model.enabledBy[index];
    const from = layout.laneOfThread.get(model.events[enabler].thread);
    const to = layout.laneOfThread.get(model.events[index].thread);
    if (from === to) return;
    const x1 = painter.x(axis.position(enabler));
    const y1 = middleOf(from);
    const x2 = painter.x(axis.position(index));
    const y2 = middleOf(to);
    const down = Math.sign(y2 - y1);
    const bend = Math.min(40, Math.abs(y2 - y1) * 0.5);
    context.strokeStyle = isChosen ? palette.accent : palette.muted;
    context.fillStyle = context.strokeStyle;
    context.globalAlpha = isChosen ? 1 : 0.6;
    context.lineWidth = isChosen ? 2.2 : 1.1;
    context.beginPath();
    context.moveTo(x1, y1 + down * 8);
    context.bezierCurveTo(x1, y1 + down * (8 + bend), x2, y2 - down * (12 + bend), x2, y2 - down * 12);
    context.stroke();
    context.beginPath();
    context.moveTo(x2, y2 - down * 7);
    context.lineTo(x2 - 3.5, y2 - down * 13);
    context.lineTo(x2 + 3.5, y2 - down * 13);
    context.fill();
    context.beginPath();
    context.arc(x1, y1 + down * 8, isChosen ? 3 : 2, 0, 7);
    context.fill();
    context.globalAlpha = 1;
}
