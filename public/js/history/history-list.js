/** Earlier runs, newest first: open one, forget one. */

import { element, replaceContent } from '../dom/element.js';
import { currentLanguage, say } from '../language/language.js';
import { formatDuration } from '../model/duration.js';
import { writeLink } from '../model/link.js';
import { readSummary } from '../model/run.js';
import { statusBadge } from '../run/status-badge.js';
import { deleteRun, listRuns } from '../service/service.js';

const PAGE = 25;

/** @param {{current: string|null, titleOf: (name: string) => string, onDeleted: (id: string) => void}} given */
export function historyList({ current, titleOf, onDeleted }) {
    const list = element('ul', { class: 'history-list' });
    const note = element('p', { class: 'quiet', role: 'status' });
    const more = element('button', { type: 'button', class: 'button quiet-button', text: say('history.more'), hidden: true, on: { click: () => load(false) } });
    const root = element('section', { class: 'history', 'aria-label': say('history.title') },
        element('div', { class: 'history-head' }, element('h2', { text: say('history.title') })), list, note, more);
    let next = null;

    async function load(fromStart = true) {
        try {
            const page = await listRuns(PAGE, fromStart ? null : next);
            const entries = page.runs.map(readSummary).map(entry);
            if (fromStart) replaceContent(list, entries);
            else list.append(...entries);
            next = page.next ?? null;
            more.hidden = next === null;
            note.textContent = list.children.length === 0 ? say('history.empty') : '';
        } catch (error) {
            note.textContent = say('history.failed', { reason: error.message });
        }
    }

    function entry(run) {
        const title = titleOf(run.scenario);
        const item = element('li', { class: 'history-item' },
            element('a', { href: writeLink({ page: 'run', id: run.id }), class: 'history-link', 'aria-current': run.id === current ? 'page' : null },
                element('span', { class: 'history-title', text: title }),
                statusBadge(run.status),
                element('span', { class: 'history-facts', text: `${timeOfDay(run.createdAt)} · ${run.engine} · ${formatDuration(run.durationNs)}` })),
            element('button', {
                type: 'button', class: 'icon-button', text: '×', 'aria-label': say('history.delete', { title }), title: say('history.delete', { title }),
                on: { click: () => forget(run, item) },
            }));
        return item;
    }

    async function forget(run, item) {
        try {
            await deleteRun(run.id);
        } catch (error) {
            if (error.details?.status !== 404) {
                note.textContent = say('history.deleteFailed', { reason: error.message });
                return;
            }
        }
        const neighbour = item.nextElementSibling ?? item.previousElementSibling;
        item.remove();
        (neighbour?.querySelector('button') ?? root.closest('[tabindex]') ?? document.body).focus();
        if (list.children.length === 0) note.textContent = say('history.empty');
        onDeleted(run.id);
    }

    load();
    return root;
}

function timeOfDay(createdAt) {
    const date = new Date(createdAt ?? NaN);
    if (Number.isNaN(date.getTime())) return '–';
    const today = new Date().toDateString() === date.toDateString();
    const form = today ? { timeStyle: 'medium' } : { dateStyle: 'medium', timeStyle: 'short' };
    return new Intl.DateTimeFormat(currentLanguage() === 'zh' ? 'zh-CN' : 'en', form).format(date);
}
