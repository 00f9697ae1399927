import { element } from '../dom/element.js';
import { say } from '../language/language.js';

/** A run's status: a word and a mark, so that it does not hang on colour. */
export function statusBadge(status) {
    const marks = { completed: '✓', deadlocked: '⟳', timedOut: '◔', failed: '✕', cancelled: '–', paused: '‖', running: '…', queued: '…' };
    return element('span', { class: `badge badge-${status}`, data: { status } },
        element('span', { 'aria-hidden': 'true', text: marks[status] ?? '?' }), ` ${say(`status.${status}`)}`);
}
