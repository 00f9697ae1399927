/**
 * The horizontal axis of the lanes. By time, a position is a moment in nanoseconds; by order, it is an event's
 * index. The order exists because events that matter most are often too close in time to be seen apart, and in
 * virtual time may not be apart at all.
 *
 * @typedef {{kind: 'time'|'order', start: number, end: number, smallestSpan: number,
 *   position: (index: number) => number}} Axis
 */

/** When the event at `index` happened; before and after the trace, its two ends. */
export function timeOf(model, index) {
    if (index < 0) return model.startNs;
    return index >= model.events.length ? model.endNs : model.events[index].atNs;
}

/** @param {'time'|'order'} kind @returns {Axis} */
export function makeAxis(model, kind) {
    if (kind === 'order') {
        const count = model.events.length;
        return {
            kind, start: 0, end: Math.max(1, count + 1), smallestSpan: 4,
            position: (index) => Math.min(Math.max(index + 1, 0), count + 1),
        };
    }
    const end = model.endNs > model.startNs ? model.endNs : model.startNs + 1;
    return { kind, start: model.startNs, end, smallestSpan: 20, position: (index) => timeOf(model, index) };
}

/** The axis that shows more at first: by order when time tells hardly any two events apart. */
export function preferredAxis(model) {
    const { events } = model;
    if (events.length < 2) return 'time';
    let distinct = 1;
    for (let index = 1; index < events.length; index += 1) {
        if (events[index].atNs !== events[index - 1].atNs) distinct += 1;
    }
    return distinct * 4 < events.length ? 'order' : 'time';
}

/** Round positions for the marks of a ruler, at most `count` of them. */
export function ticks(from, to, count) {
    const rough = (to - from) / Math.max(1, count);
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = Math.max([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.9999) * power, Number.MIN_VALUE);
    const result = [];
    for (let mark = Math.ceil(from / step); mark * step <= to; mark += 1) result.push(mark * step + 0); // + 0: the mark at -0 is 0
    return { step, positions: result };
}
