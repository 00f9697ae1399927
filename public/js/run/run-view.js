/** A run on screen: its panels, put together. */

import { analysisPanel } from '../analysis/analysis-panel.js';
import { element } from '../dom/element.js';
import { eventTable } from '../events/event-table.js';
import { waitGraph } from '../graph/wait-graph.js';
import { inspector } from '../inspector/inspector.js';
import { LanesView } from '../lanes/lanes-view.js';
import { say } from '../language/language.js';
import { hasEnded } from '../model/run.js';
import { objectTable } from '../objects/object-table.js';
import { outputList } from '../output/output-list.js';
import { sourceView } from '../source/source-view.js';
import { findingsPanel } from './findings.js';
import { runSummary } from './run-summary.js';
import { schedulerPanel } from './scheduler-panel.js';

/**
 * @param {import('./session.js').Session} session
 * @param {{file: string, text: string}|null} source
 * @param {{onAgain: (run: any) => Promise<void>, onStep: ((schedule: string) => Promise<void>)|null}} actions
 *   `onStep` if a person is the scheduler
 */
export function runView(session, source, actions) {
    const { model } = session;
    if (model.events.length === 0) return runWithoutEvents(session, source, actions);
    if (hasEnded(model.run.status)) session.askForCauses();
    const lanes = new LanesView(session).root;
    lanes.append(inspector(session), element('p', { class: 'key-hint quiet', text: say('lanes.keys') }));
    return element('div', { class: 'run', id: 'run' },
        scheduler(model, actions),
        runSummary(model, actions),
        findingsPanel(session),
        lanes,
        hasEnded(model.run.status) ? analysisPanel(session) : null,
        element('div', { class: 'columns' },
            source ? sourceView(source, session) : null,
            element('section', { class: 'panel at-cursor', 'aria-label': say('cursor.title') },
                element('div', { class: 'panel-head' }, element('h2', { text: say('cursor.title') })), objectTable(session), waitGraph(session))),
        element('div', { class: 'columns columns-wide-left' }, eventTable(session), outputList(session)));
}

// Queued, refused, or lost with the server: there is nothing to step through.
function runWithoutEvents(session, source, actions) {
    return element('div', { class: 'run', id: 'run' },
        scheduler(session.model, actions),
        runSummary(session.model, actions),
        findingsPanel(session),
        element('p', { class: 'panel quiet', text: say('inspector.noEvents') }),
        session.model.run.output.length > 0 ? outputList(session) : null,
        source ? sourceView(source, null) : null);
}

function scheduler(model, { onStep }) {
    return onStep !== null && model.run.schedule !== null ? schedulerPanel(model, onStep) : null;
}
