/** Where the time went: a row a thread, and the objects that were waited for. */

import { element, svgElement } from '../dom/element.js';
import { say, sayOr } from '../language/language.js';
import { formatDuration } from '../model/duration.js';
import { objectStatistics, threadStatistics } from '../model/statistics.js';

const MOST_ROWS = 100;

export function statisticsPanel(model) {
    const threads = threadStatistics(model).slice(0, MOST_ROWS);
    const objects = objectStatistics(model).filter((entry) => entry.actions + entry.waits > 0)
        .sort((left, right) => right.waitingNs - left.waitingNs).slice(0, MOST_ROWS);
    return element('section', { class: 'panel statistics', 'aria-label': say('statistics.title') },
        element('div', { class: 'panel-head' }, element('h2', { text: say('statistics.title') })),
        table(['lanes.thread', 'statistics.share', 'legend.running', 'legend.waiting', 'legend.sleeping', 'statistics.waits', 'statistics.longest'],
            threads.map((entry) => [
                model.threadById.get(entry.thread).name, shareBar(entry), formatDuration(entry.runningNs), formatDuration(entry.waitingNs),
                formatDuration(entry.sleepingNs), String(entry.waits), formatDuration(entry.longestWaitNs),
            ])),
        table(['objects.object', 'statistics.kind', 'statistics.actions', 'statistics.waits', 'statistics.waited', 'statistics.longest', 'statistics.mostWaiters'],
            objects.map((entry) => {
                const object = model.objectById.get(entry.object);
                return [
                    object.name, sayOr(`kind.${object.kind}`, object.kind), String(entry.actions), String(entry.waits), formatDuration(entry.waitingNs),
                    formatDuration(entry.longestWaitNs), String(entry.mostWaiters),
                ];
            })));
}

function table(headings, rows) {
    return element('div', { class: 'table-scroller', tabIndex: 0 }, element('table', { class: 'table' },
        element('thead', {}, element('tr', {}, headings.map((key) => element('th', { scope: 'col', text: say(key) })))),
        element('tbody', {}, rows.map(([first, ...others]) => element('tr', {}, element('th', { scope: 'row', text: first }),
            others.map((cell) => element('td', {}, cell)))))));
}

function shareBar({ runningNs, waitingNs, sleepingNs }) {
    const total = runningNs + waitingNs + sleepingNs || 1;
    let x = 0;
    const piece = (kind, length) => {
        const node = svgElement('rect', { class: `share-${kind}`, x, y: 0, width: (100 * length) / total, height: 10 });
        x += (100 * length) / total;
        return node;
    };
    return svgElement('svg', { class: 'share-bar', viewBox: '0 0 100 10', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
        piece('running', runningNs), piece('waiting', waitingNs), piece('sleeping', sleepingNs));
}
