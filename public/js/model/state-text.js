/** An object's state in a line, by kind; a kind that this page does not know is shown as it came. */

import { KINDS } from './kinds.js';

/** @param {Record<string, any>|null} state */
export function stateText(model, object, state) {
    if (state === null) return '–';
    const nameOf = (thread) => model.threadById.get(thread)?.name ?? `#${thread}`;
    return KINDS[object.kind]?.text(state, nameOf) ?? JSON.stringify(state);
}
