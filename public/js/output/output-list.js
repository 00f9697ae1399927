/** What the threads printed; lines after the cursor are faint. */

import { element } from '../dom/element.js';
import { say } from '../language/language.js';
import { formatMoment } from '../model/duration.js';
import { firstWhere } from '../model/search.js';

/** Printing more lines than this makes nobody wiser; the API has them all. */
const MOST_LINES = 2000;

/** @param {import('../run/session.js').Session} session */
export function outputList(session) {
    const { model } = session;
    const lines = model.run.output.slice(-MOST_LINES);
    const indices = eventsOf(model, lines);
    const items = lines.map((line, position) => element('li', {},
        element('button', { type: 'button', class: 'output-line', on: { click: () => session.moveTo(indices[position]) } },
            element('span', { class: 'output-time', text: formatMoment(line.atNs) }),
            element('span', { class: 'output-thread', text: model.threadById.get(line.thread).name }),
            element('span', { class: 'output-text', text: line.text }))));
    const list = element('ol', { class: 'output-list' }, items);
    const left = model.run.output.length - lines.length;
    const root = element('section', { class: 'panel output', 'aria-label': say('output.title') },
        element('div', { class: 'panel-head' }, element('h2', { text: say('output.title') }),
            left > 0 ? element('span', { class: 'quiet', text: say('output.more', { count: left }) }) : null),
        items.length === 0 ? element('p', { class: 'quiet', text: say('output.none') }) : list);
    let marked = items.length;

    function show() {
        const reached = firstWhere(items.length, (position) => indices[position] > session.cursor);
        for (let position = Math.min(marked, reached); position < Math.max(marked, reached); position += 1) {
            items[position].classList.toggle('is-later', position >= reached);
        }
        marked = reached;
    }

    session.subscribe((changed) => {
        if (changed.has('cursor')) show();
    });
    show();
    return root;
}

// The event that belongs to a line: the thread's output event at that time, or else the last event by then.
function eventsOf(model, lines) {
    const outputs = new Map();
    model.events.forEach((event, index) => {
        if (event.action === 'output') outputs.set(`${event.thread} ${event.atNs} ${event.value}`, index);
    });
    return lines.map((line) => outputs.get(`${line.thread} ${line.atNs} ${line.text}`)
        ?? firstWhere(model.events.length, (index) => model.events[index].atNs > line.atNs) - 1);
}
