/** The keyboard on a run: what the hint below the lanes says. */

import { hasEnded } from '../model/run.js';

const TYPING = 'input, textarea, select, [contenteditable]';

/** @param {import('./session.js').Session} session @returns {boolean} whether the key meant something */
export function handleRunKey(session, event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(TYPING)) return false;
    const act = actionOf(session, event);
    if (act === undefined) return false;
    act();
    event.preventDefault();
    return true;
}

function actionOf(session, { key, shiftKey }) {
    switch (key) {
    case 'ArrowLeft':
        return () => (shiftKey ? session.stepInThread(-1) : session.step(-1));
    case 'ArrowRight':
        return () => (shiftKey ? session.stepInThread(1) : session.step(1));
    case 'Home':
        return () => session.moveTo(0);
    case 'End':
        return () => session.moveTo(session.model.events.length - 1);
    case '+':
    case '=':
        return () => session.zoomBy(0.6);
    case '-':
        return () => session.zoomBy(1 / 0.6);
    case 'c':
        return hasEnded(session.model.run.status) ? () => session.coneFollower.toggle() : undefined;
    case '0':
        return () => session.showAll();
    default:
        return undefined;
    }
}
