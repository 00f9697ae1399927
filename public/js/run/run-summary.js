/** The headline of a run: its status in a word and in a sentence, its facts, what it ended with. */

import { element } from '../dom/element.js';
import { local, say, saySentence } from '../language/language.js';
import { formatDuration } from '../model/duration.js';
import { statusSentence } from '../model/explain.js';
import { writeLink } from '../model/link.js';
import { replayOf } from '../model/replay.js';
import { hasEnded } from '../model/run.js';
import { getTraceBlob, traceAddress } from '../service/service.js';
import { hasToken } from '../service/token.js';
import { parameterLine } from './parameter-line.js';
import { statusBadge } from './status-badge.js';

/**
 * @param {import('../model/run-model.js').RunModel} model
 * @param {{onAgain: (run: any) => Promise<void>}} actions
 */
export function runSummary(model, { onAgain }) {
    const { run } = model;
    const facts = [
        [say('run.duration'), formatDuration(run.durationNs) + (model.isVirtual ? ` ${say('run.virtual')}` : '')],
        [say('run.engine'), run.chaos ? say('run.withChaos', { engine: run.engine }) : run.engine],
        [say('run.threads'), String(model.threads.length)],
        [say('run.events'), String(model.events.length)],
        [say('run.seed'), run.seed === null ? '–' : String(run.seed)],
    ];
    const link = (format) => element('a', { href: traceAddress(run.id, format), class: 'quiet-link', text: format, target: '_blank', rel: 'noopener', on: { click: (event) => saveWithToken(event, run.id, format) } });
    return element('section', { class: `panel run-summary status-${run.status}`, 'aria-label': say('run.title') },
        element('div', { class: 'run-headline' }, statusBadge(run.status),
            element('h2', { class: 'run-sentence', text: saySentence(statusSentence(run)) }),
            run.expected === null ? null : element('span', { class: `run-expected${run.expected ? '' : ' is-unexpected'}`, text: say(run.expected ? 'run.expected' : 'run.unexpected') })),
        judgement(run),
        element('div', { class: 'run-figures' }, element('dl', { class: 'facts' }, facts.map(([name, value]) => element('div', {}, element('dt', { text: name }), element('dd', { text: value })))), outcomeList(run)),
        parameterLine(run.parameters),
        scheduleLine(run),
        run.trace.truncated > 0 ? element('p', { class: 'notice', text: say('run.truncated', { count: run.trace.truncated }) }) : null,
        hasEnded(run.status) && run.status !== 'paused' ? againLine(run, onAgain) : null,
        element('p', { class: 'run-links quiet' }, element('code', { text: run.id }), ` · ${say('run.trace')} `, link('json'), ' ', link('chrome'), ' ', link('text')));
}

/** Whether the run did what its scenario is for, and what is wrong if not: a race that is lost is expected, and yet wrong. */
function judgement(run) {
    if (run.correct === null) return null;
    const text = run.correct ? say('run.correct') : say('run.wrong', { mistake: run.mistake === null ? '' : local(run.mistake) });
    return element('p', { class: `run-judgement${run.correct ? '' : ' is-wrong'}`, text, data: { role: 'judgement' } });
}

// A link shows no token: then the page fetches what it leads to, and saves it.
async function saveWithToken(event, id, format) {
    if (!hasToken()) return;
    event.preventDefault();
    const blob = await getTraceBlob(id, format).catch(() => null);
    if (blob === null) return;
    const address = URL.createObjectURL(blob);
    element('a', { href: address, download: `${id}.${format === 'text' ? 'txt' : `${format}.json`}` }).click();
    setTimeout(() => URL.revokeObjectURL(address));
}

function outcomeList(run) {
    if (run.outcome === null) return null;
    const isRecord = typeof run.outcome === 'object' && !Array.isArray(run.outcome);
    const fields = isRecord ? Object.entries(run.outcome) : [['', run.outcome]];
    return element('div', { class: 'outcome' }, element('h3', { text: say('run.outcome') }),
        element('dl', {}, fields.map(([name, value]) => element('div', {}, element('dt', {}, element('code', { text: name })), element('dd', { text: outcomeText(value) })))));
}

// Unlike in a table's cell, nothing and an empty text have to be told apart.
function outcomeText(value) {
    return typeof value === 'string' && value !== '' ? value : JSON.stringify(value);
}

function scheduleLine(run) {
    if (run.schedule === null) return null;
    return element('p', { class: 'run-schedule quiet' }, `${say('run.schedule')} `, element('code', { text: run.schedule }));
}

function againLine(run, onAgain) {
    const isReplay = run.schedule !== null;
    const button = element('button', {
        type: 'button', class: 'button', text: say('run.again'), data: { role: 'again' }, on: { click: again },
    });
    async function again() {
        button.disabled = true;
        await onAgain(run);
        button.disabled = false;
    }
    return element('p', { class: 'run-again' }, button,
        element('span', { class: 'quiet', text: say(isReplay ? 'run.againSchedule' : 'run.againSeed') }),
        element('a', { href: writeLink({ page: 'scenario', name: run.scenario, given: replayOf(run) }), text: say('run.link') }));
}
