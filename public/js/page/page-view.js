/** Puts the page together from what is open. */

import { catalogueList } from '../catalogue/catalogue-list.js';
import { element, replaceContent } from '../dom/element.js';
import { explorationView } from '../exploration/exploration-view.js';
import { header } from '../header/header.js';
import { historyList } from '../history/history-list.js';
import { explorationHistory, runHistory } from '../history/kinds.js';
import { local } from '../language/language.js';
import { runView } from '../run/run-view.js';
import { scenarioSetup } from '../setup/scenario-setup.js';
import { sourceView } from '../source/source-view.js';

/**
 * @param {Record<'header'|'side'|'main'|'live', HTMLElement>} places
 * @param {any} open what is open, as `main.js` has it
 * @param {{onRun: (request: any) => Promise<void>, onExplore: (request: any) => Promise<void>, onDeleted: (id: string) => void,
 *   onAgain: (run: any) => Promise<void>, onStep: (schedule: string) => Promise<void>, onOpen: (schedule: string) => void}} actions
 */
export function buildPage(places, open, { onRun, onExplore, onDeleted, onAgain, onStep, onOpen }) {
    const { scenario, session, exploration, scenarios, problem } = open;
    const titleOf = (name) => local(scenarios.find((candidate) => candidate.name === name)?.title ?? name);
    document.title = scenario ? `${local(scenario.title)} · Lockstep` : 'Lockstep';
    replaceContent(places.header, header());
    const runs = historyList(runHistory, { current: session?.model.run.id ?? null, titleOf, onDeleted });
    const explorations = historyList(explorationHistory, { current: exploration?.exploration.id ?? null, titleOf, onDeleted });
    replaceContent(places.side, catalogueList({ scenarios, current: scenario?.name ?? null }), runs.root, explorations.root);
    replaceContent(places.main,
        problem === null ? null : element('p', { class: 'panel problem', role: 'alert', text: problem }),
        scenario ? scenarioSetup({ scenario, given: open.given, isRunShown: session !== null || exploration !== null, onRun, onExplore }) : null,
        exploration ? explorationView(exploration, {
            current: session?.model.run.schedule ?? null,
            onOpen,
            onEnd: (sentence) => {
                places.live.textContent = sentence;
                explorations.refresh();
            },
        }) : null,
        session ? runView(session, scenario?.source ?? null, { onAgain, onStep: open.isStepping ? onStep : null }) : null,
        scenario?.source && !session && !exploration ? sourceView(scenario.source, null) : null);
}
