/** What the analyses and the watchdog say about a run. */

import { element } from '../dom/element.js';
import { cycleGraph } from '../graph/cycle-graph.js';
import { say, saySentence, sayOr } from '../language/language.js';
import { cycleSentences, watchdogSentence } from '../model/explain.js';
import { eventsOfFinding } from '../model/run-model.js';

/** @param {import('./session.js').Session} session @returns {HTMLElement|null} */
export function findingsPanel(session) {
    const { model } = session;
    const watchdog = watchdogSentence(model);
    if (model.run.findings.length === 0 && watchdog === null) return null;
    return element('section', { class: 'panel findings', 'aria-label': say('findings.title') },
        element('div', { class: 'panel-head' }, element('h2', { text: say('findings.title') })),
        model.run.findings.map((finding, position) => findingCard(session, finding, position)),
        watchdog && element('div', { class: 'watchdog' },
            element('h3', { text: say('watchdog.title') }), element('p', { text: saySentence(watchdog) })));
}

function findingCard(session, finding, position) {
    const { model } = session;
    const isDeadlock = finding.kind === 'deadlock';
    const sentences = cycleSentences(model, finding);
    return element('article', { class: `finding${isDeadlock ? ' finding-deadlock' : ''}`, data: { kind: finding.kind } },
        element('div', { class: 'finding-text' },
            element('h3', { text: title(finding) }),
            element('p', { class: 'finding-message', text: finding.message, lang: 'en' }),
            sentences.length > 0 ? element('ol', { class: 'cycle-words' }, sentences.map((sentence) => element('li', { text: saySentence(sentence) }))) : null,
            eventButtons(session, finding, position)),
        finding.cycle.length > 0 ? cycleGraph(model, finding) : null);
}

/** What was found, and of a deadlock what it is called. */
function title(finding) {
    const kind = sayOr(`finding.${finding.kind}`, finding.kind);
    if (finding.form === undefined) return kind;
    return say('findings.named', { kind, form: sayOr(`deadlock.${finding.form}`, finding.form) });
}

/** As many places as a person would click through; the rest is in the table of events. */
const MOST_BUTTONS = 12;

function eventButtons(session, finding, position) {
    const { model } = session;
    const indices = eventsOfFinding(model, finding);
    if (indices.length === 0) return null;
    return element('p', { class: 'finding-events' }, markButton(session, position), ` ${say('findings.events')} `,
        indices.slice(0, MOST_BUTTONS).map((index) => {
            const event = model.events[index];
            return element('button', {
                type: 'button', class: 'link-button', text: `#${event.seq}`, on: { click: () => session.moveTo(index) },
                title: [model.threadById.get(event.thread).name, event.action, event.source].filter(Boolean).join(' · '),
            });
        }),
        indices.length > MOST_BUTTONS ? ` … +${indices.length - MOST_BUTTONS}` : null);
}

/** Selects the events of a finding, in the lanes and in the table. */
function markButton(session, position) {
    const button = element('button', {
        type: 'button', class: 'segment-button', text: say('findings.mark'), data: { role: `mark-${position}` },
        on: { click: () => session.mark(position) },
    });
    const show = () => button.setAttribute('aria-pressed', String(session.overlay.marked?.finding === position));
    session.subscribe((changed) => {
        if (changed.has('overlay')) show();
    });
    show();
    return button;
}
