/** An exploration on screen: what may be claimed, the numbers behind it, the ends it found. */

import { element, replaceContent } from '../dom/element.js';
import { inlineCode } from '../dom/inline-code.js';
import { say, saySentence } from '../language/language.js';
import { formatDuration } from '../model/duration.js';
import { comparisonSentences, isOver, racesSentence, toneOf, verdictSentence } from '../model/exploration.js';
import { parameterLine } from '../run/parameter-line.js';
import { countText, shareText } from './numbers.js';
import { outcomeMap } from './outcome-map.js';
import { outcomeTable } from './outcome-table.js';
import { raceList } from './race-list.js';

/**
 * @param {import('./exploration-session.js').ExplorationSession} session
 * @param {{current: string|null, onOpen: (schedule: string) => void, onEnd: (sentence: string) => void}} given
 */
export function explorationView(session, { current, onOpen, onEnd }) {
    const head = element('div', { class: 'run-headline' });
    const stop = element('button', {
        type: 'button', class: 'button', text: say('exploration.stop'), data: { role: 'stop-exploration' }, on: { click: askToStop },
    });
    const figures = element('dl', { class: 'facts' });
    const problem = element('p', { class: 'notice', role: 'status', hidden: true });
    const bar = element('progress', { class: 'exploration-bar', max: 1, 'aria-label': say('exploration.seen') });
    const map = outcomeMap({ onOpen, current });
    const table = outcomeTable({ onOpen, current });
    const races = raceList({ onOpen, current });
    const comparison = element('div', { class: 'comparison' });
    const bounds = element('div', { class: 'bounds', hidden: true });
    const cuts = element('div', { class: 'cuts', hidden: true });
    const root = element('section', { class: 'panel exploration', id: 'exploration', 'aria-label': say('exploration.title') },
        element('div', { class: 'exploration-head' }, head, stop), bar, problem, figures, parameterLine(session.exploration.parameters),
        map.root, table.root, races.root, comparison, bounds, cuts);
    let hasEnded = isOver(session.exploration);

    async function askToStop() {
        stop.disabled = true;
        await session.stop();
        stop.disabled = false;
    }

    function update() {
        const { exploration } = session;
        const isDone = isOver(exploration);
        root.classList.remove('tone-good', 'tone-bad', 'tone-open');
        root.classList.add(`tone-${toneOf(exploration)}`);
        replaceContent(head, headline(exploration));
        stop.hidden = isDone;
        bar.hidden = isDone;
        if (exploration.progress === null) bar.removeAttribute('value');
        else bar.value = exploration.progress;
        replaceContent(figures, factsOf(exploration).map(([name, value]) =>
            element('div', {}, element('dt', { text: name }), element('dd', { text: value }))));
        const trouble = session.problem === null ? noteOf(exploration) : say('exploration.lost');
        problem.textContent = trouble ?? '';
        problem.hidden = trouble === null;
        map.update(exploration);
        table.update(exploration);
        races.update(exploration);
        replaceContent(comparison, comparisonSentences(exploration).map((sentence) => element('p', {}, inlineCode(saySentence(sentence)))));
        for (const [list, name] of [[bounds, 'bounds'], [cuts, 'cuts']]) {
            replaceContent(list, element('h3', { text: say(`exploration.${name}`) }),
                element('ul', {}, exploration[name].map((sentence) => element('li', { text: sentence }))));
            list.hidden = exploration[name].length === 0;
        }
        if (isDone && !hasEnded) onEnd(verdictText(exploration));
        hasEnded = isDone;
    }

    session.onChange = update;
    update();
    return root;
}

function verdictText(exploration) {
    const { key, details } = verdictSentence(exploration);
    const races = racesSentence(exploration);
    return [say(key, { ...details, executions: countText(details.executions) }), ...(races === null ? [] : [saySentence(races)])].join(' ');
}

function headline(exploration) {
    const { verdict, status } = exploration;
    const word = verdict === null ? say(`status.${status}`) : say(`claim.${verdict}`);
    return [
        element('span', { class: 'badge verdict', data: { verdict: verdict ?? status }, text: word }),
        element('h2', { class: 'run-sentence', text: verdictText(exploration) }),
    ];
}

function noteOf({ status, verdict, error }) {
    if (status === 'cancelled' && verdict !== null) return say('exploration.stopped');
    return status !== 'failed' && error !== null ? error : null;
}

function factsOf(exploration) {
    const { strategy, time, executions, classes, redundant, elapsedNs, progress, preemptionBound, depth, seed, spuriousWakeups } = exploration;
    const isSample = !['exhaustive', 'bruteForce'].includes(strategy);
    return [
        [say('exploration.executions'), countText(executions)],
        [say('exploration.classes'), countText(classes)],
        ...(redundant > 0 ? [[say('exploration.redundant'), countText(redundant)]] : []),
        [say('exploration.elapsed'), formatDuration(elapsedNs)],
        ...(progress === null ? [] : [[say('exploration.seen'), shareText(progress)]]),
        [say('exploration.strategy'), strategy],
        [say('exploration.time'), say(`exploration.time.${time}`)],
        ...(preemptionBound === null ? [] : [[say('exploration.bound'), countText(preemptionBound)]]),
        ...(depth === null ? [] : [[say('exploration.depth'), countText(depth)]]),
        ...(spuriousWakeups > 0 ? [[say('exploration.spurious'), countText(spuriousWakeups)]] : []),
        ...(isSample && seed !== null ? [[say('run.seed'), String(seed)]] : []),
    ];
}
