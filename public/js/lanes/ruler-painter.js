/** The ruler above the lanes, its grid lines, and the cursor. */

import { ticks } from '../model/axis.js';
import { formatTick } from '../model/duration.js';
import { middleOf, RULER } from './lane-layout.js';

export function paintGrid(painter, height) {
    const { context, palette, session, width } = painter;
    context.fillStyle = palette.line;
    for (const position of marks(session, width).positions) context.fillRect(Math.round(painter.x(position)), RULER, 1, height - RULER);
}

export function paintRuler(painter) {
    const { context, palette, session, width } = painter;
    const { step, positions } = marks(session, width);
    context.fillStyle = palette.surface;
    context.fillRect(0, 0, width, RULER);
    context.fillStyle = palette.line;
    context.fillRect(0, RULER - 1, width, 1);
    context.font = `11px ${palette.font}`;
    context.textBaseline = 'middle';
    for (const position of positions) {
        const x = Math.round(painter.x(position));
        const text = session.axis.kind === 'time' ? formatTick(position, step) : seqText(session.model, position);
        context.fillStyle = palette.line;
        context.fillRect(x, RULER - 7, 1, 7);
        context.fillStyle = palette.muted;
        if (x + 4 + context.measureText(text).width < width) context.fillText(text, x + 4, RULER / 2 - 1);
    }
}

/** The cursor: a line through all lanes, with a dot where its event is. */
export function paintCursor(painter, layout, height, offset) {
    const { context, palette, session, width } = painter;
    const event = session.model.events[session.cursor];
    const x = Math.round(painter.x(session.axis.position(session.cursor))) + 0.5;
    if (event === undefined || x < -2 || x > width + 2) return;
    context.strokeStyle = palette.accent;
    context.lineWidth = 1.5;
    context.beginPath();
    context.moveTo(x, RULER - 8);
    context.lineTo(x, height);
    context.stroke();
    context.fillStyle = palette.accent;
    context.beginPath();
    context.moveTo(x - 5, RULER - 9);
    context.lineTo(x + 5, RULER - 9);
    context.lineTo(x, RULER - 1);
    context.fill();
    const y = RULER - offset + middleOf(layout.laneOfThread.get(event.thread));
    if (y < RULER) return;
    context.strokeStyle = palette.surface;
    context.lineWidth = 2;
    context.beginPath();
    context.arc(x, y, 5, 0, 7);
    context.fill();
    context.stroke();
}

function marks(session, width) {
    const { axis, view } = session;
    const { step, positions } = ticks(view.from, view.to, Math.max(2, Math.floor(width / 110)));
    const inside = positions.filter((position) => position >= axis.start && position <= axis.end);
    return { step, positions: axis.kind === 'time' ? inside : inside.filter(Number.isInteger) };
}

// By order, the first event stands at 1 so that there is room before it.
function seqText(model, position) {
    return position === 0 ? '' : `#${model.events[position - 1]?.seq ?? ''}`.replace(/^#$/, '');
}
