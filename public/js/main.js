/** The page: which scenario or run is open, and what is done about it. */

import { askForToken } from './access/token-dialog.js';
import { keepFocus } from './dom/keep-focus.js';
import { ExplorationSession } from './exploration/exploration-session.js';
import { announce, onLanguage, say, saySentence } from './language/language.js';
import { readLink, writeLink } from './model/link.js';
import { statusSentence } from './model/explain.js';
import { readExploration, settingsOf } from './model/exploration.js';
import { replayOf, replayOfSchedule } from './model/replay.js';
import { hasEnded, readRun } from './model/run.js';
import { buildRunModel, indexOfSeq } from './model/run-model.js';
import { keepAddress, linkOf } from './page/address.js';
import { buildPage } from './page/page-view.js';
import { problemText } from './page/problem-text.js';
import { handleRunKey } from './run/run-keys.js';
import { Session } from './run/session.js';
import { getExploration, startExploration } from './service/exploration-service.js';
import { getRun, getScenario, listScenarios, onTokenWanted, runScenario } from './service/service.js';

const POLL_EVERY_MS = 400;

const places = {
    header: document.querySelector('#header'),
    side: document.querySelector('#side'),
    main: document.querySelector('#main'),
    live: document.querySelector('#live'),
};

const open = {
    /** @type {any[]} */ scenarios: [],
    /** @type {any} */ scenario: null,
    /** @type {Session|null} */ session: null,
    /** @type {ExplorationSession|null} */ exploration: null,
    /** @type {string|null} */ problem: null,
    given: {},
    isStepping: false,
};

// Whoever is slower than the next click has lost: an answer counts only while its place is the one asked for.
let visit = 0;

async function go() {
    const place = readLink(location.hash);
    places.side.classList.toggle('is-open', place.page === 'home');
    if (place.page === 'run' && open.session?.model.run.id === place.id) {
        if (place.event !== null) open.session.moveTo(indexOfSeq(open.session.model, place.event));
        return;
    }
    visit += 1;
    const mine = visit;
    open.problem = null;
    try {
        if (open.scenarios.length === 0) open.scenarios = await listScenarios();
        if (place.page === 'run') await openRun(place, mine);
        else if (place.page === 'exploration') await openExploration(place.id, mine);
        else await openScenario(place.page === 'scenario' ? place.name : open.scenarios[0]?.name, place.given ?? {}, mine);
    } catch (error) {
        if (mine !== visit) return;
        open.session = null;
        closeExploration();
        open.problem = problemText(error);
    }
    if (mine === visit) render();
}

async function openScenario(name, given, mine) {
    const scenario = name === undefined ? null : await scenarioNamed(name);
    if (mine !== visit) return;
    closeExploration();
    Object.assign(open, { scenario, session: null, given });
}

async function openExploration(id, mine) {
    if (open.exploration?.exploration.id === id) {
        open.session = null;
        return;
    }
    const answer = await getExploration(id);
    const scenario = await scenarioNamed(answer.scenario);
    if (mine !== visit) return;
    showExploration(answer, scenario, settingsOf(readExploration(answer)));
}

function showExploration(answer, scenario, chosen) {
    closeExploration();
    const kept = open.scenario?.name === scenario.name ? open.given : {};
    const exploration = new ExplorationSession(answer);
    const { parameters } = exploration.exploration;
    Object.assign(open, { exploration, scenario, session: null, given: { ...kept, parameters, exploration: chosen } });
}

function closeExploration() {
    open.exploration?.close();
    open.exploration = null;
}

async function openRun(place, mine) {
    const run = readRun(await getRun(place.id));
    const scenario = await scenarioNamed(run.scenario).catch(() => null); // a run may outlive its scenario
    if (mine !== visit) return;
    if (open.exploration?.exploration.scenario !== run.scenario) closeExploration();
    showRun(run, scenario, place);
    if (!hasEnded(run.status)) setTimeout(() => pollRun(place, mine), POLL_EVERY_MS);
}

async function pollRun(place, mine) {
    if (mine !== visit) return;
    try {
        const run = readRun(await getRun(place.id));
        if (mine !== visit) return;
        if (!hasEnded(run.status)) setTimeout(() => pollRun(place, mine), POLL_EVERY_MS);
        // Building the page anew takes the form from under a typing hand: only for something new.
        const shown = open.session?.model.run;
        if (shown?.status === run.status && shown.trace.events.length === run.trace.events.length) return;
        showRun(run, open.scenario, place);
    } catch (error) {
        open.problem = problemText(error);
    }
    if (mine === visit) render();
}

/** @param {any} asked what the form asked for, when the run comes from the form */
function showRun(run, scenario, place, asked = null) {
    const session = new Session(buildRunModel(run), place);
    keepAddress(session);
    const { engine, seed, parameters, watchdog } = run;
    // A run does not say its time limit unless the watchdog acted; then what was asked for is all that is known.
    const timeoutMs = watchdog ? Math.round(watchdog.timeoutNs / 1e6) : asked?.timeoutMs;
    // A seed that was left open stays open, so that the next run is another one. So does a schedule, which with other
    // parameters would not fit.
    const given = { engine, seed: asked ? asked.seed : seed, schedule: asked?.schedule, parameters, timeoutMs, exploration: open.given.exploration };
    // Whoever chose the last step can take it back, though the run has ended with it.
    const isStepping = run.status === 'paused' || asked?.pause === true;
    Object.assign(open, { session, scenario, given, isStepping });
}

async function scenarioNamed(name) {
    return open.scenario?.name === name ? open.scenario : getScenario(name);
}

/** @param {any} asked what the form is to show afterwards */
async function run(request, asked = request) {
    const { scenario } = open;
    const mine = visit;
    const answer = readRun(await runScenario(scenario.name, request));
    if (mine !== visit) return; // whoever has gone elsewhere finds the run in the history
    visit += 1;
    open.problem = null;
    showRun(answer, scenario, null, asked);
    history.pushState(null, '', linkOf(open.session));
    render();
    places.live.textContent = `${say(`status.${answer.status}`)}. ${saySentence(statusSentence(answer))}`;
    document.querySelector('#run')?.scrollIntoView({ block: 'start' });
    if (!hasEnded(answer.status)) pollRun(readLink(writeLink({ page: 'run', id: answer.id })), visit);
}

/** Runs what no form asked for, so that its refusal is the page's to show. */
async function replay(request) {
    try {
        await run(request, { timeoutMs: open.given.timeoutMs, pause: request.pause });
    } catch (error) {
        open.problem = problemText(error);
        render();
    }
}

/** Shows where the run that is open stands after other choices, under the same seed. */
function step(schedule) {
    return replay({ ...replayOf(open.session.model.run), schedule, pause: true });
}

async function explore(request) {
    const { scenario } = open;
    const mine = visit;
    const answer = await startExploration(scenario.name, request);
    if (mine !== visit) return;
    visit += 1;
    open.problem = null;
    const { parameters, seed, ...chosen } = request;
    open.given.seed = seed;
    showExploration(answer, scenario, chosen);
    history.pushState(null, '', writeLink({ page: 'exploration', id: answer.id }));
    render();
    document.querySelector('#exploration')?.scrollIntoView({ block: 'start' });
}

function render() {
    keepFocus(build);
}

function build() {
    buildPage(places, open, {
        onRun: run,
        onExplore: explore,
        onDeleted: closeIfOpen,
        onAgain: (shown) => replay(replayOf(shown)),
        onStep: step,
        onOpen: (schedule) => replay(replayOfSchedule(open.exploration.exploration, schedule)),
    });
}

function closeIfOpen(id) {
    const shown = [open.session?.model.run, open.exploration?.exploration].find((job) => job?.id === id);
    if (shown) location.hash = writeLink({ page: 'scenario', name: shown.scenario });
}

onTokenWanted(askForToken);
addEventListener('hashchange', go);
document.addEventListener('keydown', (event) => {
    const isList = event.target.closest?.('#side, #header');
    if (open.session && !isList) handleRunKey(open.session, event);
});
onLanguage(render);
announce();
go();
