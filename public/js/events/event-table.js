/** All events. Only the rows on screen exist, so a hundred thousand cost what thirty cost. */

import { element, replaceContent } from '../dom/element.js';
import { onNextFrame } from '../dom/frame.js';
import { say } from '../language/language.js';
import { colourNumbers } from '../lanes/palette.js';
import { placeInCone } from '../model/cone.js';
import { formatMoment } from '../model/duration.js';
import { valueText } from '../model/value-text.js';
import { lastAtMost } from '../model/search.js';
import { stateText } from '../model/state-text.js';

const ROW = 26;

/** @param {import('../run/session.js').Session} session */
export function eventTable(session) {
    const { model } = session;
    const colourOf = colourNumbers(model);
    let indices = null;
    const rows = element('div', { class: 'event-rows', role: 'rowgroup' });
    const scroller = element('div', { class: 'event-scroller', tabIndex: 0, 'aria-label': say('events.title'), on: { scroll: () => onNextFrame(paint), keydown: move } }, rows);
    const count = element('span', { class: 'quiet' });
    const columns = ['seq', 'time', 'thread', 'action', 'object', 'state'];
    const root = element('section', { class: 'panel events', 'aria-label': say('events.title') },
        element('div', { class: 'panel-head' }, element('h2', { text: say('events.title') }), count),
        element('div', { class: 'event-grid', role: 'table', 'aria-rowcount': model.events.length },
            element('div', { class: 'event-row event-head', role: 'row' }, columns.map((column) => element('span', { role: 'columnheader', class: `cell-${column}`, text: say(`events.${column}`) }))),
            scroller));

    // With a finding marked, or a thread or an object selected, its events alone.
    function choose() {
        const { thread, object } = session.selection;
        const { marked } = session.overlay;
        if (marked !== null) indices = marked.indices;
        else if (thread === null && object === null) indices = null;
        else {
            const own = thread !== null ? model.eventsOfThread.get(thread) : model.eventsOfObject.get(object);
            indices = thread !== null && object !== null ? own.filter((index) => model.events[index].object === object) : own;
        }
        rows.style.height = `${size() * ROW}px`;
        count.textContent = indices === null ? String(size()) : say('events.chosen', { count: size(), all: model.events.length });
    }

    function size() {
        return indices === null ? model.events.length : indices.length;
    }

    function positionOfCursor() {
        return indices === null ? session.cursor : lastAtMost(indices, session.cursor);
    }

    function paint() {
        const first = Math.max(0, Math.floor(scroller.scrollTop / ROW) - 4);
        const end = Math.min(size(), first + Math.ceil(scroller.clientHeight / ROW) + 9);
        const shown = [];
        for (let position = first; position < end; position += 1) shown.push(row(indices === null ? position : indices[position], position));
        replaceContent(rows, shown);
    }

    function row(index, position) {
        const event = model.events[index];
        const object = event.object === null ? null : model.objectById.get(event.object);
        const cells = [
            ['seq', String(event.seq)],
            ['time', formatMoment(event.atNs)],
            ['thread', model.threadById.get(event.thread).name],
            ['action', event.phase === 'done' ? event.action : `${event.action} · ${say(`phase.${event.phase}`)}`],
            ['object', object?.name ?? ''],
            ['state', event.object === null ? valueText(event.value) : stateText(model, object, event.state)],
        ];
        const node = element('div', {
            role: 'row', 'aria-rowindex': position + 1, 'aria-current': index === session.cursor ? 'true' : null,
            class: `event-row phase-${event.phase}${index === session.cursor ? ' is-cursor' : ''}${isOutside(index) ? ' is-outside' : ''}`, on: { click: () => session.moveTo(index) },
        }, cells.map(([name, text]) => element('span', { role: 'cell', class: `cell-${name}`, title: text.length > 12 ? text : null },
            name === 'object' && object ? element('i', { class: `dot object-colour-${colourOf.get(object.id)}`, 'aria-hidden': 'true' }) : null, text)));
        node.style.transform = `translateY(${position * ROW}px)`;
        return node;
    }

    function isOutside(index) {
        const { cone } = session.overlay;
        return cone !== null && placeInCone(model, cone, index) === 'outside';
    }

    function reveal() {
        const top = positionOfCursor() * ROW;
        if (top < scroller.scrollTop) scroller.scrollTop = Math.max(0, top - ROW);
        else if (top + ROW > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = top + 2 * ROW - scroller.clientHeight;
    }

    function move(event) {
        const page = Math.max(1, Math.floor(scroller.clientHeight / ROW) - 1);
        const distance = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page }[event.key];
        if (distance === undefined || size() === 0) return;
        event.preventDefault();
        const position = Math.min(Math.max(positionOfCursor() + distance, 0), size() - 1);
        session.moveTo(indices === null ? position : indices[position]);
    }

    session.subscribe((changed) => {
        if (changed.has('selection') || changed.has('overlay')) choose();
        if (changed.has('cursor') || changed.has('selection') || changed.has('overlay')) {
            reveal();
            onNextFrame(paint);
        }
    });
    new ResizeObserver(() => {
        reveal();
        onNextFrame(paint);
    }).observe(scroller);
    choose();
    return root;
}
