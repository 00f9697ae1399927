/** Every shared object at the cursor: state, holders, waiters. */

import { element, replaceContent } from '../dom/element.js';
import { say, sayOr } from '../language/language.js';
import { colourNumbers } from '../lanes/palette.js';
import { holdersAt } from '../model/moment.js';
import { lastEventOn, stateAt } from '../model/object-state.js';
import { stateText } from '../model/state-text.js';

/** A run with thousands of objects shows those that were touched last. */
const MOST_ROWS = 60;

/** @param {import('../run/session.js').Session} session */
export function objectTable(session) {
    const { model } = session;
    const colourOf = colourNumbers(model);
    const body = element('tbody');
    const note = element('p', { class: 'quiet' });
    const heading = (key) => element('th', { scope: 'col', text: say(key) });
    const root = element('section', { class: 'subpanel', 'aria-label': say('objects.title') },
        element('h3', { text: say('objects.title') }),
        element('div', { class: 'table-scroller', tabIndex: 0 },
            element('table', { class: 'table object-table' }, element('thead', {}, element('tr', {},
                heading('objects.object'), heading('objects.state'), heading('objects.holders'), heading('objects.waiters'))), body)),
        note);

    function show() {
        const objects = chosenObjects(model, session);
        replaceContent(body, objects.map(row));
        const left = model.objects.length - objects.length;
        note.textContent = model.objects.length === 0 ? say('objects.none') : left > 0 ? say('objects.more', { count: left }) : '';
    }

    function row(object) {
        const touched = model.events[session.cursor]?.object === object.id;
        const holders = holdersAt(model, session.moment, object.id);
        const waiters = session.moment.waitersOf.get(object.id) ?? [];
        return element('tr', { class: `${touched ? 'is-touched' : ''}${session.selection.object === object.id ? ' is-selected' : ''}` },
            element('th', { scope: 'row' }, element('button', {
                type: 'button', class: 'object-name', 'aria-pressed': String(session.selection.object === object.id),
                on: { click: () => session.select({ object: object.id }) },
            }, element('span', { class: `dot object-colour-${colourOf.get(object.id)}`, 'aria-hidden': 'true' }), object.name,
            element('small', { text: ` ${sayOr(`kind.${object.kind}`, object.kind)}` }))),
            element('td', {}, element('code', { text: stateText(model, object, stateAt(model, object.id, session.cursor)) })),
            element('td', { text: names(model, holders) }),
            element('td', { class: waiters.length > 0 ? 'has-waiters' : '', text: names(model, waiters) }));
    }

    session.subscribe((changed) => {
        if (changed.has('cursor') || changed.has('selection')) show();
    });
    show();
    return root;
}

function chosenObjects(model, session) {
    if (model.objects.length <= MOST_ROWS) return model.objects;
    const touched = new Map(model.objects.map((object) => [object.id, lastEventOn(model, object.id, session.cursor)]));
    return [...model.objects].sort((left, right) => touched.get(right.id) - touched.get(left.id)).slice(0, MOST_ROWS);
}

function names(model, threads) {
    const most = 6;
    const list = threads.slice(0, most).map((thread) => model.threadById.get(thread)?.name ?? `#${thread}`).join(', ');
    return threads.length > most ? `${list} +${threads.length - most}` : list || '–';
}
