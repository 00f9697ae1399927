import { lastAtMost } from './search.js';

/**
 * An object's state right after the event at `index`: the last one that an event up to there gives, or null while
 * nothing has been said about it.
 */
export function stateAt(model, object, index) {
    const indices = model.eventsOfObject.get(object) ?? [];
    for (let position = lastAtMost(indices, index); position >= 0; position -= 1) {
        const { state } = model.events[indices[position]];
        if (state !== null) return state;
    }
    return null;
}

/** The index of the last event on an object up to `index`, or -1. */
export function lastEventOn(model, object, index) {
    const indices = model.eventsOfObject.get(object) ?? [];
    return indices[lastAtMost(indices, index)] ?? -1;
}
