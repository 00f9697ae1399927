/** The ends that an exploration found, a row each; a row opens the trace of its simplest schedule. */

import { element, replaceContent } from '../dom/element.js';
import { inlineCode } from '../dom/inline-code.js';
import { keepFocus } from '../dom/keep-focus.js';
import { say, saySentence } from '../language/language.js';
import { endText, inOrderOfInterest, partingSentence } from '../model/exploration.js';
import { statusBadge } from '../run/status-badge.js';
import { countText, shareText } from './numbers.js';

/** What is said of an end, by whether it is correct; null for executions that were cut. */
const JUDGEMENTS = new Map([
    [true, { kind: 'correct', symbol: '✓' }], [false, { kind: 'wrong', symbol: '✕' }], [null, { kind: 'unknown', symbol: '?' }],
]);

/** @param {{onOpen: (schedule: string) => void, current: string|null}} given `current`: the schedule of the run on screen */
export function outcomeTable({ onOpen, current }) {
    const body = element('tbody');
    const none = element('p', { class: 'quiet', text: say('exploration.noOutcomes') });
    const headings = ['judgement', 'end', 'executions', 'realRuns', 'preemptions', 'schedule'].map((name) =>
        element('th', { scope: 'col', class: `outcome-${name}`, text: say(`exploration.${name}`) }));
    const table = element('table', { class: 'table outcome-table' },
        element('caption', { class: 'visually-hidden', text: say('exploration.outcomes') }),
        element('thead', {}, element('tr', {}, headings)), body);
    let shown = '';
    /** @type {{executions: HTMLElement, realRuns: HTMLElement}[]} */
    let counts = [];

    // While an exploration goes on its counts change several times a second. A row that is being clicked must stay
    // where it is, so rows are built anew only when something else about them has changed.
    function update(exploration) {
        const outcomes = inOrderOfInterest(exploration);
        const key = JSON.stringify(outcomes.map(({ executions, realRuns, ...others }) => others));
        if (key !== shown) {
            shown = key;
            counts = outcomes.map(() => ({
                executions: element('td', { class: 'outcome-executions' }), realRuns: element('td', { class: 'outcome-realRuns' }),
            }));
            keepFocus(() => replaceContent(body, outcomes.flatMap((outcome, position) => rows(outcome, position, counts[position]))));
        }
        outcomes.forEach(({ executions, realRuns }, position) => {
            replaceContent(counts[position].executions, countText(executions),
                element('span', { class: 'quiet', text: ` ${shareText(executions / exploration.executions)}` }));
            counts[position].realRuns.textContent = realRuns === null ? '' : realRuns === 0 ? say('comparison.never') : countText(realRuns);
        });
        table.classList.toggle('is-compared', exploration.comparison !== null);
        table.hidden = outcomes.length === 0;
        none.hidden = outcomes.length > 0;
    }

    function rows(outcome, position, { executions, realRuns }) {
        const { correct, nearestPass } = outcome;
        const { kind, symbol } = JUDGEMENTS.get(correct);
        const row = element('tr', { class: `outcome-row is-${kind}`, 'aria-current': outcome.schedule === current ? 'true' : null },
            element('td', { class: 'outcome-judgement' }, element('span', { 'aria-hidden': 'true', text: symbol }), ` ${say(`exploration.${kind}`)}`),
            element('td', { class: 'outcome-end' }, outcome.status === 'completed' ? null : statusBadge(outcome.status), ' ', element('code', { text: endText(outcome) })),
            executions,
            realRuns,
            element('td', { class: 'outcome-preemptions', text: countText(outcome.preemptions) }),
            element('td', { class: 'outcome-schedule' }, element('code', { text: outcome.schedule }), ' ',
                openButton(outcome.schedule, say('exploration.open'), `outcome-${position}`)));
        if (nearestPass === null) return [row];
        const parting = element('tr', { class: 'outcome-pass', 'aria-current': nearestPass.schedule === current ? 'true' : null }, element('td'),
            element('td', { colSpan: 5 }, inlineCode(saySentence(partingSentence(nearestPass))), ' ',
                openButton(nearestPass.schedule, say('exploration.openPass'), `pass-${position}`)));
        return [row, parting];
    }

    function openButton(schedule, text, role) {
        return element('button', { type: 'button', class: 'link-button', text, data: { role }, on: { click: () => onOpen(schedule) } });
    }

    return { root: element('div', { class: 'outcomes' }, table, none), update };
}
