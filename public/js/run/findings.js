/** What the analyses and the watchdog say about a run. */

import { element } from '../dom/element.js';
import { cycleGraph } from '../graph/cycle-graph.js';
import { say, saySentence, sayOr } from '../language/language.js';
import { cycleSentences, watchdogSentence } from '../model/explain.js';
import { indexOfSeq } from '../model/run-model.js';

/** @param {import('./session.js').Session} session @returns {HTMLElement|null} */
export function findingsPanel(session) {
    const { model } = session;
    const watchdog = watchdogSentence(model);
    if (model.run.findings.length === 0 && watchdog === null) return null;
    return element('section', { class: 'panel findings', 'aria-label': say('findings.title') },
        element('div', { class: 'panel-head' }, element('h2', { text: say('findings.title') })),
        model.run.findings.map((finding) => findingCard(session, finding)),
        watchdog && element('div', { class: 'watchdog' },
            element('h3', { text: say('watchdog.title') }), element('p', { text: saySentence(watchdog) })));
}

function findingCard(session, finding) {
    const { model } = session;
    const isDeadlock = finding.kind === 'deadlock';
    const sentences = cycleSentences(model, finding);
    return element('article', { class: `finding${isDeadlock ? ' finding-deadlock' : ''}`, data: { kind: finding.kind } },
        element('div', { class: 'finding-text' },
            element('h3', { text: title(finding) }),
            element('p', { class: 'finding-message', text: finding.message, lang: 'en' }),
            sentences.length > 0 ? element('ol', { class: 'cycle-words' }, sentences.map((sentence) => element('li', { text: saySentence(sentence) }))) : null,
            eventButtons(session, finding)),
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

function eventButtons(session, finding) {
    const { model } = session;
    const known = finding.events.filter((seq) => model.events[indexOfSeq(model, seq)]?.seq === seq);
    if (known.length === 0) return null;
    return element('p', { class: 'finding-events' }, `${say('findings.events')} `,
        known.slice(0, MOST_BUTTONS).map((seq) => {
            const event = model.events[indexOfSeq(model, seq)];
            return element('button', {
                type: 'button', class: 'link-button', text: `#${seq}`, on: { click: () => session.moveTo(indexOfSeq(model, seq)) },
                title: [model.threadById.get(event.thread).name, event.action, event.source].filter(Boolean).join(' · '),
            });
        }),
        known.length > MOST_BUTTONS ? ` … +${known.length - MOST_BUTTONS}` : null);
}
