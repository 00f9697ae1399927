/** The scenarios, by chapter, with a filter. */

import { element, replaceContent } from '../dom/element.js';
import { local, say, sayOr } from '../language/language.js';
import { byChapter, matching } from '../model/catalogue.js';
import { writeLink } from '../model/link.js';

// What was typed outlives the list, which is built anew with every place.
let query = '';

/** @param {{scenarios: any[], current: string|null}} given */
export function catalogueList({ scenarios, current }) {
    const list = element('div', { class: 'catalogue-groups' });
    const count = element('p', { class: 'visually-hidden', role: 'status' });
    const filter = element('input', {
        type: 'search', class: 'input', placeholder: say('catalogue.filter'), 'aria-label': say('catalogue.filter'),
        autocomplete: 'off', spellcheck: false, value: query, data: { role: 'filter' },
        on: { input: () => { query = filter.value; show(); } },
    });
    const root = element('nav', { class: 'catalogue', 'aria-label': say('catalogue.title'), on: { keydown: move } }, filter, count, list);

    function show() {
        const found = matching(scenarios, filter.value);
        count.textContent = filter.value === '' ? '' : say('catalogue.found', { count: found.length });
        if (found.length === 0) replaceContent(list, element('p', { class: 'quiet', text: say('catalogue.none') }));
        else replaceContent(list, byChapter(found).map(chapterGroup));
    }

    function chapterGroup({ chapter, scenarios: members }) {
        return element('section', { class: 'catalogue-group' },
            element('h3', { text: sayOr(`chapter.${chapter}`, chapter) }),
            element('ul', {}, members.map((scenario) => element('li', {}, scenarioLink(scenario)))));
    }

    function scenarioLink(scenario) {
        return element('a', {
            href: writeLink({ page: 'scenario', name: scenario.name }), class: 'catalogue-link',
            'aria-current': scenario.name === current ? 'page' : null, data: { scenario: scenario.name },
            title: local(scenario.summary),
        }, element('span', { class: 'catalogue-title', text: local(scenario.title) }),
        element('code', { class: 'catalogue-name', text: scenario.name }));
    }

    // Up and down walk through the list, from the filter too; Tab works as everywhere.
    function move(event) {
        if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
        const stops = [filter, ...list.querySelectorAll('a')];
        const next = stops[stops.indexOf(document.activeElement) + (event.key === 'ArrowDown' ? 1 : -1)];
        if (!next) return;
        next.focus();
        event.preventDefault();
    }

    show();
    return root;
}
