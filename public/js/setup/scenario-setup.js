/** What a scenario is about, beside the form that runs it. */

import { element } from '../dom/element.js';
import { inlineCode } from '../dom/inline-code.js';
import { local, say, sayOr } from '../language/language.js';
import { runForm } from './run-form.js';

export function scenarioSetup({ scenario, given, isRunShown, onRun, onExplore }) {
    return element('section', { class: 'setup panel', 'aria-labelledby': 'scenario-title' },
        element('div', { class: 'setup-text' },
            element('p', { class: 'eyebrow', text: `${sayOr(`chapter.${scenario.chapter}`, scenario.chapter)} · ${scenario.name}` }),
            element('h1', { id: 'scenario-title', text: local(scenario.title) }),
            element('p', { class: 'lead' }, inlineCode(local(scenario.summary))),
            element('div', { class: 'expectation' },
                element('h2', { text: say('setup.expectation') }),
                element('p', {}, inlineCode(local(scenario.expectation)))),
            // Once a run is on screen it is what one came for; the explanation steps back but stays at hand.
            element('details', { class: 'explanation', open: !isRunShown },
                element('summary', { text: say('setup.explanation') }), paragraphs(local(scenario.explanation)))),
        runForm({ scenario, given, onRun, onExplore }));
}

function paragraphs(text) {
    return text.split(/\n\s*\n/).filter((piece) => piece.trim() !== '')
        .map((piece) => element('p', {}, inlineCode(piece)));
}
