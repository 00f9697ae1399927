/** The address of the run on screen, kept up with what a person does with it. */

import { onNextFrame } from '../dom/frame.js';
import { readLink, writeLink } from '../model/link.js';

/** Browsers limit how often an address is replaced. */
const REPLACE_EVERY_MS = 150;

/** @param {import('../run/session.js').Session} session */
export function linkOf({ model, cursor, selection, overlay }) {
    const event = model.events[cursor]?.seq ?? null;
    return writeLink({ page: 'run', id: model.run.id, event, ...selection, finding: overlay.marked?.finding });
}

/**
 * Moving the cursor is not a step of the browser's history: the address is replaced, as long as it is that of this run.
 * @param {import('../run/session.js').Session} session
 */
export function keepAddress(session) {
    let due = null;
    const write = () => {
        due ??= setTimeout(() => {
            due = null;
            const place = readLink(location.hash);
            if (place.page === 'run' && place.id === session.model.run.id) history.replaceState(null, '', linkOf(session));
        }, REPLACE_EVERY_MS);
    };
    session.subscribe((changed) => {
        if (['cursor', 'selection', 'overlay'].some((aspect) => changed.has(aspect))) onNextFrame(write);
    });
}
