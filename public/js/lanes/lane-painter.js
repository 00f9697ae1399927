/** Paints one lane: what its thread does, what it holds, where its events are. */

import { planLane } from '../model/lane-plan.js';
import { firstWhere } from '../model/search.js';
import { BAR, TRACK, trackTop } from './lane-layout.js';

/** Text narrower than this is not worth reading. */
const LEAST_LABEL = 26;

/** Everything that painting needs to know and that stays the same from lane to lane. */
export class LanePainter {
    /**
     * @param {{context: CanvasRenderingContext2D, palette: any, patterns: any[], session: any, width: number,
     *   colourOf: Map<number, number>, words: {waits: (object: string) => string, sleep: string}}} given
     */
    constructor(given) {
        Object.assign(this, given);
        this.scale = this.width / (this.session.view.to - this.session.view.from);
    }

    x(position) {
        return (position - this.session.view.from) * this.scale;
    }

    paint(lane) {
        const { session, width } = this;
        planLane(lane.segments, session.view, width, (box) => this.#segment(lane, box), (column) => this.#column(lane, column));
        lane.tracks.forEach((track, position) => {
            const top = trackTop(lane, position);
            planLane(track, session.view, width, (box) => this.#hold(top, box), (column) => this.#hold(top, { ...column, item: column.first }));
        });
        this.#ticks(lane);
    }

    #segment(lane, { left, right, item }) {
        const from = Math.max(left, -4);
        const wide = Math.min(right, this.width + 4) - from;
        if (item.kind === 'running') this.#running(from, lane.bar, wide);
        else if (item.kind === 'sleeping') this.#sleeping(from, lane.bar, wide);
        else this.#waiting(from, lane.bar, wide, item, right);
        if (item === this.session.segment) this.#frame(from, lane.bar, wide, this.palette.accent);
    }

    #running(left, top, wide) {
        this.context.fillStyle = this.palette.running;
        this.#rounded(left, top, wide, BAR, 3);
        this.context.fill();
    }

    // A sleeping thread is off the stage: a dotted line instead of a bar.
    #sleeping(left, top, wide) {
        const { context, palette } = this;
        context.strokeStyle = palette.sleeping;
        context.lineWidth = 2;
        context.setLineDash([2, 4]);
        context.beginPath();
        context.moveTo(left, top + BAR / 2);
        context.lineTo(left + wide, top + BAR / 2);
        context.stroke();
        context.setLineDash([]);
        this.#label(this.words.sleep, left, top, wide, palette.muted, palette.surface, 11);
    }

    #waiting(left, top, wide, segment, right) {
        const { context, palette } = this;
        const colour = this.#colour(segment.object);
        context.save();
        this.#rounded(left, top, wide, BAR, 3);
        context.clip();
        context.globalAlpha = 0.16;
        context.fillStyle = colour;
        context.fillRect(left, top, wide, BAR);
        context.globalAlpha = 0.75;
        context.fillStyle = this.patterns[this.colourOf.get(segment.object) ?? 0];
        context.fillRect(left, top, wide, BAR);
        context.restore();
        const isLost = segment.ending !== 'done';
        this.#frame(left, top, wide, isLost ? palette.danger : colour, isLost ? 1.5 : 1);
        const name = this.session.model.objectById.get(segment.object)?.name ?? segment.action;
        this.#label(this.words.waits(name), left, top, wide - (isLost ? 14 : 0), palette.ink, palette.surface, 11);
        if (isLost && right <= this.width + 4 && wide > 10) this.#endMark(left + wide, top, segment.ending);
    }

    // How a wait that brought nothing ended: a cross when it was interrupted or never ended, a clock's hand at a timeout.
    #endMark(right, top, ending) {
        const { context, palette } = this;
        const x = right - 8;
        const y = top + BAR / 2;
        context.fillStyle = palette.surface;
        context.beginPath();
        context.arc(x, y, 6, 0, 7);
        context.fill();
        context.strokeStyle = palette.danger;
        context.lineWidth = 1.8;
        context.beginPath();
        if (ending === 'timeout') {
            context.arc(x, y, 4.5, 0, 7);
            context.moveTo(x, y - 3);
            context.lineTo(x, y);
            context.lineTo(x + 2.2, y);
        } else {
            context.moveTo(x - 3, y - 3);
            context.lineTo(x + 3, y + 3);
            context.moveTo(x + 3, y - 3);
            context.lineTo(x - 3, y + 3);
        }
        context.stroke();
    }

    #column(lane, column) {
        const { context, palette } = this;
        const waitingHeight = BAR * column.waiting;
        const sleepingHeight = BAR * column.sleeping;
        context.fillStyle = palette.running;
        context.fillRect(column.left, lane.bar, 1, BAR - waitingHeight - sleepingHeight);
        if (waitingHeight > 0) {
            context.globalAlpha = 0.55;
            context.fillStyle = column.first.object === null ? palette.muted : this.#colour(column.first.object);
            context.fillRect(column.left, lane.bar + BAR - waitingHeight, 1, waitingHeight);
            context.globalAlpha = 1;
        }
    }

    #hold(top, { left, right, item }) {
        const { context, palette } = this;
        const from = Math.max(left, -4);
        const wide = Math.max(1, Math.min(right, this.width + 4) - from);
        const chosen = this.session.selection.object;
        context.globalAlpha = chosen !== null && chosen !== item.object ? 0.35 : 1;
        context.fillStyle = this.#colour(item.object);
        context.fillRect(from, top, wide, TRACK - 2);
        context.globalAlpha = 1;
        const name = this.session.model.objectById.get(item.object).name;
        this.#label(name, from, top, wide, palette.surface, null, 9, TRACK - 2);
    }

    // Events are ticks above the bar; where there are more than pixels, the next pixel's is looked up.
    #ticks(lane) {
        const { context, palette, session } = this;
        const { axis, view } = session;
        const { events } = lane;
        let position = firstWhere(events.length, (candidate) => axis.position(events[candidate]) >= view.from);
        context.fillStyle = palette.muted;
        while (position < events.length) {
            const at = axis.position(events[position]);
            if (at > view.to) break;
            const x = Math.floor(this.x(at));
            context.fillRect(x, lane.bar - 5, 1, 4);
            const beyond = view.from + (x + 2) / this.scale;
            if (position + 1 < events.length && axis.position(events[position + 1]) >= beyond) position += 1;
            else position = firstWhere(events.length, (candidate) => candidate > position && axis.position(events[candidate]) >= beyond);
        }
    }

    #label(text, left, top, wide, colour, halo, size, height = BAR) {
        const from = Math.max(left, 0);
        const room = left + wide - from - 8;
        if (room < LEAST_LABEL - 8) return;
        const { context } = this;
        context.font = `${size === 9 ? 600 : 500} ${size}px ${this.palette.font}`;
        context.textBaseline = 'middle';
        const shown = fitText(context, text, room);
        if (shown === '') return;
        const y = top + height / 2 + 0.5;
        if (halo) {
            // Text over hatching needs a quiet ground.
            context.fillStyle = halo;
            context.globalAlpha = 0.86;
            context.fillRect(from + 2, top + 3, context.measureText(shown).width + 5, height - 6);
            context.globalAlpha = 1;
        }
        context.fillStyle = colour;
        context.fillText(shown, from + 4, y);
    }

    #frame(left, top, wide, colour, lineWidth = 2) {
        const { context } = this;
        context.strokeStyle = colour;
        context.lineWidth = lineWidth;
        this.#rounded(left + 0.5, top + 0.5, Math.max(0, wide - 1), BAR - 1, 3);
        context.stroke();
    }

    #rounded(left, top, wide, high, radius) {
        this.context.beginPath();
        this.context.roundRect(left, top, wide, high, Math.min(radius, wide / 2));
    }

    #colour(object) {
        return this.palette.objects[this.colourOf.get(object) ?? 0];
    }
}

// Measuring costs more than drawing: the widths of the same few labels are kept.
const fitted = new Map();

function fitText(context, text, room) {
    const key = `${context.font}|${text}`;
    let width = fitted.get(key);
    if (width === undefined) {
        if (fitted.size > 4000) fitted.clear();
        width = context.measureText(text).width;
        fitted.set(key, width);
    }
    if (width <= room) return text;
    const letters = [...text];
    const kept = Math.floor((room / width) * letters.length) - 1;
    return kept < 2 ? '' : `${letters.slice(0, kept).join('')}…`;
}
