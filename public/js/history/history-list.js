/** Earlier runs, or explorations, newest first: open one, forget one. */

import { element, replaceContent } from '../dom/element.js';
import { keepFocus } from '../dom/keep-focus.js';
import { currentLanguage, say } from '../language/language.js';
import { writeLink } from '../model/link.js';

const PAGE = 25;

/**
 * @param {import('./kinds.js').HistoryKind} kind
 * @param {{current: string|null, titleOf: (name: string) => string, onDeleted: (id: string) => void}} given
 * @returns {{root: HTMLElement, refresh: () => Promise<void>}} `refresh` reads the list anew, from its start
 */
export function historyList(kind, { current, titleOf, onDeleted }) {
    const word = (name, details) => say(`history.${kind.page}.${name}`, details);
    const list = element('ul', { class: 'history-list' });
    const note = element('p', { class: 'quiet', role: 'status' });
    const more = element('button', { type: 'button', class: 'button quiet-button', text: word('more'), hidden: true, on: { click: () => load(false) } });
    const root = element('section', { class: 'history', 'aria-label': word('title') },
        element('div', { class: 'history-head' }, element('h2', { text: word('title') })), list, note, more);
    let next = null;

    async function load(fromStart = true) {
        try {
            const page = await kind.list(PAGE, fromStart ? null : next);
            const entries = page.entries.map(entry);
            if (fromStart) keepFocus(() => replaceContent(list, entries));
            else list.append(...entries);
            next = page.next ?? null;
            more.hidden = next === null;
            note.textContent = list.children.length === 0 ? word('empty') : '';
        } catch (error) {
            note.textContent = word('failed', { reason: error.message });
        }
    }

    function entry(job) {
        const title = titleOf(job.scenario);
        const item = element('li', { class: 'history-item' },
            element('a', { href: writeLink({ page: kind.page, id: job.id }), class: 'history-link', 'aria-current': job.id === current ? 'page' : null },
                element('span', { class: 'history-title', text: title }),
                kind.badge(job),
                element('span', { class: 'history-facts', text: [...kind.facts(job), timeOfDay(job.createdAt)].join(' · ') })),
            element('button', {
                type: 'button', class: 'icon-button', text: '×', 'aria-label': word('delete', { title }), title: word('delete', { title }),
                data: { role: `forget-${job.id}` },
                on: { click: () => forget(job, item) },
            }));
        return item;
    }

    async function forget(job, item) {
        try {
            await kind.forget(job.id);
        } catch (error) {
            if (error.details?.status !== 404) {
                note.textContent = word('deleteFailed', { reason: error.message });
                return;
            }
        }
        const neighbour = item.nextElementSibling ?? item.previousElementSibling;
        item.remove();
        (neighbour?.querySelector('button') ?? root.closest('[tabindex]') ?? document.body).focus();
        if (list.children.length === 0) note.textContent = word('empty');
        onDeleted(job.id);
    }

    load();
    return { root, refresh: () => load() };
}

function timeOfDay(createdAt) {
    const date = new Date(createdAt ?? NaN);
    if (Number.isNaN(date.getTime())) return '–';
    const today = new Date().toDateString() === date.toDateString();
    const form = today ? { timeStyle: 'medium' } : { dateStyle: 'medium', timeStyle: 'short' };
    return new Intl.DateTimeFormat(currentLanguage() === 'zh' ? 'zh-CN' : 'en', form).format(date);
}
