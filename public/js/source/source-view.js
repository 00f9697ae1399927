/** The scenario's source: lines with events are marked, and each thread stands at the line that it has reached. */

import { element, replaceContent } from '../dom/element.js';
import { onNextFrame } from '../dom/frame.js';
import { say } from '../language/language.js';
import { firstWhere } from '../model/search.js';
import { currentLines, eventsByLine } from '../model/source-lines.js';
import { tokensOf } from '../model/swift-tokens.js';

/** More threads than this on one line are counted. */
const MOST_CHIPS = 4;

/** @param {{file: string, text: string}} source @param {import('../run/session.js').Session|null} session */
export function sourceView(source, session) {
    const marked = session === null ? new Map() : eventsByLine(session.model, source.file);
    const lines = source.text.replace(/\n$/, '').split('\n').map((text, position) => sourceLine(text, position + 1));
    const code = element('div', { class: 'source-lines' }, lines.map((line) => line.root));
    const scroller = element('div', { class: 'source-scroller', tabIndex: 0, 'aria-label': source.file }, code);
    const root = element('section', { class: 'panel source', 'aria-label': say('source.title') },
        element('div', { class: 'panel-head' }, element('h2', { text: say('source.title') }), element('code', { class: 'quiet', text: source.file })), scroller);
    let occupied = [];

    function sourceLine(text, number) {
        const chips = element('span', { class: 'source-threads' });
        const events = marked.get(number) ?? [];
        const mark = events.length > 0
            ? element('button', { type: 'button', class: 'source-mark', text: String(number), title: say('source.events', { count: events.length }), on: { click: () => toEvent(events) } })
            : element('span', { class: 'source-number', text: String(number) });
        const root = element('div', { class: `source-line${events.length > 0 ? ' has-events' : ''}` }, mark,
            element('code', {}, tokensOf(text).map((token) => (token.kind === 'plain' ? document.createTextNode(token.text)
                : element('span', { class: `token-${token.kind}`, text: token.text })))), chips);
        return { root, chips };
    }

    // To the next event of the line after the cursor, and round again.
    function toEvent(events) {
        session.moveTo(events[firstWhere(events.length, (position) => events[position] > session.cursor) % events.length]);
    }

    function show() {
        const { model, cursor } = session;
        occupied.forEach((line) => {
            line.root.classList.remove('is-current', 'is-cursor');
            replaceContent(line.chips);
        });
        occupied = [];
        const own = model.events[cursor]?.thread;
        for (const [number, threads] of currentLines(model, source.file, cursor)) {
            const line = lines[number - 1];
            if (!line) continue;
            occupied.push(line);
            line.root.classList.add('is-current');
            if (threads.includes(own)) {
                line.root.classList.add('is-cursor');
                revealLine(line.root);
            }
            replaceContent(line.chips, threads.slice(0, MOST_CHIPS).map((thread) => element('span', {
                class: `thread-chip${thread === own ? ' is-cursor' : ''}`, text: model.threadById.get(thread).name,
            })), threads.length > MOST_CHIPS ? element('span', { class: 'thread-chip', text: `+${threads.length - MOST_CHIPS}` }) : null);
        }
    }

    // `scrollIntoView` would scroll the page too.
    function revealLine(line) {
        const top = line.offsetTop;
        if (top < scroller.scrollTop || top + line.offsetHeight > scroller.scrollTop + scroller.clientHeight) {
            scroller.scrollTop = top - scroller.clientHeight / 3;
        }
    }

    if (session !== null) {
        session.subscribe((changed) => {
            if (changed.has('cursor')) show();
        });
        onNextFrame(show); // heights are known once it is in the page
    }
    return root;
}
