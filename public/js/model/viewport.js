/**
 * The part of an axis that is on screen. All functions return a new viewport inside the axis.
 *
 * @typedef {{from: number, to: number}} Viewport
 */

/** The whole axis, with a margin so that what happens at the very ends can be seen. */
export function fit(axis) {
    const margin = marginOf(axis);
    return { from: axis.start - margin, to: axis.end + margin };
}

/** Shows `factor` times as much (below 1 zooms in) and keeps the position `anchor` where it is. */
export function zoom(axis, view, factor, anchor) {
    const span = view.to - view.from;
    const widest = axis.end - axis.start + 2 * marginOf(axis);
    const wanted = Math.min(Math.max(span * factor, Math.min(axis.smallestSpan, widest)), widest);
    const share = (anchor - view.from) / span;
    return clamp(axis, { from: anchor - share * wanted, to: anchor + (1 - share) * wanted });
}

/** Moves by a distance on the axis. */
export function pan(axis, view, distance) {
    return clamp(axis, { from: view.from + distance, to: view.to + distance });
}

/** Moves as little as needed for a position to be seen, with some room around it. */
export function reveal(axis, view, position) {
    const room = (view.to - view.from) * 0.08;
    if (position < view.from + room) return pan(axis, view, position - view.from - room);
    if (position > view.to - room) return pan(axis, view, position - view.to + room);
    return view;
}

function marginOf(axis) {
    return (axis.end - axis.start) * 0.015;
}

function clamp(axis, view) {
    const margin = marginOf(axis);
    const span = view.to - view.from;
    const lowest = axis.start - margin;
    const highest = axis.end + margin - span;
    const from = Math.min(Math.max(view.from, lowest), Math.max(lowest, highest));
    return { from, to: from + span };
}
