/** Where the time went: a row a thread, and a row an object. */

import { element, svgElement } from '../dom/element.js';
import { say, sayOr } from '../language/language.js';
import { inOrderOfContention } from '../model/analysis.js';
import { formatDuration } from '../model/duration.js';
import { indexOfSeq } from '../model/run-model.js';

const MOST_ROWS = 100;

/** @param {import('../run/session.js').Session} session @param {import('../model/analysis.js').Analysis} analysis */
export function threadTimes(session, { threads }) {
    const rows = threads.slice(0, MOST_ROWS).map((entry) => [
        session.model.threadById.get(entry.thread).name, shareBar(entry), formatDuration(entry.runningNs), formatDuration(entry.blockedNs),
        formatDuration(entry.sleepingNs), String(entry.waits),
    ]);
    return times('analysis.threads', ['lanes.thread', 'analysis.share', 'legend.running', 'legend.waiting', 'legend.sleeping', 'analysis.waits'],
        rows, threads.length);
}

/** @param {import('../run/session.js').Session} session @param {import('../model/analysis.js').Analysis} analysis */
export function objectTimes(session, analysis) {
    const rows = inOrderOfContention(analysis).slice(0, MOST_ROWS).map((entry) => {
        const object = session.model.objectById.get(entry.object);
        return [
            object.name, sayOr(`kind.${object.kind}`, object.kind), String(entry.acquisitions), String(entry.contentions),
            formatDuration(entry.totalWaitNs), longestWait(session, entry), String(entry.mostWaiters),
        ];
    });
    return times('objects.title', ['objects.object', 'analysis.kind', 'analysis.acquisitions', 'analysis.contentions', 'analysis.waited', 'analysis.longest', 'analysis.mostWaiters'],
        rows, analysis.objects.length);
}

function times(title, headings, rows, count) {
    if (rows.length === 0) return null;
    return element('section', { class: 'subpanel', 'aria-label': say(title) }, element('h3', { text: say(title) }),
        element('div', { class: 'table-scroller', tabIndex: 0, role: 'group', 'aria-label': say(title) }, element('table', { class: 'table' },
            element('thead', {}, element('tr', {}, headings.map((key) => element('th', { scope: 'col', text: say(key) })))),
            element('tbody', {}, rows.map(([first, ...others]) => element('tr', {}, element('th', { scope: 'row', text: first }),
                others.map((cell) => element('td', {}, cell))))))),
        count > rows.length ? element('p', { class: 'quiet', text: say('analysis.moreRows', { count: count - rows.length }) }) : null);
}

/** Leads to where the longest wait began. */
function longestWait(session, { longestWait: seq, longestWaitNs }) {
    const text = formatDuration(longestWaitNs);
    if (seq === null) return text;
    return element('button', {
        type: 'button', class: 'link-button', text: `${text} · #${seq}`, on: { click: () => session.moveTo(indexOfSeq(session.model, seq)) },
    });
}

function shareBar({ runningNs, blockedNs, sleepingNs }) {
    const total = runningNs + blockedNs + sleepingNs || 1;
    let x = 0;
    const piece = (kind, length) => {
        const node = svgElement('rect', { class: `share-${kind}`, x, y: 0, width: (100 * length) / total, height: 10 });
        x += (100 * length) / total;
        return node;
    };
    return svgElement('svg', { class: 'share-bar', viewBox: '0 0 100 10', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
        piece('running', runningNs), piece('waiting', blockedNs), piece('sleeping', sleepingNs));
}
