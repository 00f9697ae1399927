/**
 * An exploration as the service answers it, checked and with its gaps filled, and what it says in sentences.
 *
 * @typedef {'queued'|'running'|'completed'|'cancelled'|'failed'} ExplorationStatus
 * @typedef {{schedule: string, step: number, failing: string, passing: string}} NearestPass
 * @typedef {{status: import('./run.js').Status, outcome: any, error: string|null, correct: boolean|null, executions: number,
 *   realRuns: number|null, schedule: string, preemptions: number, nearestPass: NearestPass|null}} ExploredOutcome
 * @typedef {{status: import('./run.js').Status, outcome: any, error: string|null, runs: number}} OtherEnd
 * @typedef {{thread: string, action: 'read'|'write', source: string|null}} RacingAccess
 * @typedef {{variable: string, first: RacingAccess, second: RacingAccess, schedule: string, preemptions: number}} DataRace
 * @typedef {{engine: string, chaos: boolean, runs: number, wanted: number, others: OtherEnd[]}} Comparison
 * @typedef {{id: string, scenario: string, parameters: Record<string, any>, strategy: string, seed: number|null,
 *   preemptionBound: number|null, depth: number|null, time: string, status: ExplorationStatus, verdict: string|null, executions: number,
 *   classes: number, redundant: number, progress: number|null, elapsedNs: number, createdAt: string|null, error: string|null,
 *   spuriousWakeups: number, bounds: string[], cuts: string[], outcomes: ExploredOutcome[],
 *   dataRaces: DataRace[], comparison: Comparison|null}} Exploration
 */

import { listAt, numberAt, numberOrNull, objectAt, oneOf, stringAt } from './checks.js';
import { STATUSES } from './run.js';

export const STRATEGIES = ['exhaustive', 'bruteForce', 'random', 'pct', 'pos'];
export const TIMES = ['free', 'virtual'];
export const VERDICTS = ['proved', 'bounded', 'sampled', 'budgetExhausted', 'failed'];
const EXPLORATION_STATUSES = ['queued', 'running', 'completed', 'cancelled', 'failed'];

/** @param {any} json @returns {Exploration} @throws {import('./checks.js').FormatError} */
export function readExploration(json) {
    const exploration = objectAt(json, 'exploration');
    return {
        id: stringAt(exploration.id, 'id'),
        scenario: stringAt(exploration.scenario, 'scenario'),
        parameters: exploration.parameters ?? {},
        strategy: stringAt(exploration.strategy, 'strategy'),
        preemptionBound: numberOrNull(exploration.preemptionBound, 'preemptionBound'),
        depth: numberOrNull(exploration.depth ?? null, 'depth'),
        seed: numberOrNull(exploration.seed, 'seed'),
        time: oneOf(TIMES, exploration.time ?? 'free', 'time'),
        status: oneOf(EXPLORATION_STATUSES, exploration.status, 'status'),
        verdict: exploration.verdict == null ? null : oneOf(VERDICTS, exploration.verdict, 'verdict'),
        executions: numberAt(exploration.executions, 'executions'),
        classes: numberAt(exploration.classes, 'classes'),
        redundant: exploration.redundant ?? 0,
        progress: numberOrNull(exploration.progress, 'progress'),
        elapsedNs: numberAt(exploration.elapsedNs, 'elapsedNs'),
        createdAt: exploration.createdAt ?? null,
        error: exploration.error ?? null,
        spuriousWakeups: exploration.spuriousWakeups ?? 0,
        bounds: listAt(exploration.bounds ?? [], 'bounds').map((bound, position) => stringAt(bound, `bounds[${position}]`)),
        cuts: listAt(exploration.cuts ?? [], 'cuts').map((cut, position) => stringAt(cut, `cuts[${position}]`)),
        outcomes: listAt(exploration.outcomes ?? [], 'outcomes').map((outcome, position) => readOutcome(outcome, `outcomes[${position}]`)),
        dataRaces: listAt(exploration.dataRaces ?? [], 'dataRaces').map((race, position) => readRace(race, `dataRaces[${position}]`)),
        comparison: exploration.comparison == null ? null : readComparison(exploration.comparison),
    };
}

function readComparison(json) {
    return {
        engine: stringAt(json.engine, 'comparison.engine'),
        chaos: json.chaos === true,
        runs: numberAt(json.runs, 'comparison.runs'),
        wanted: numberAt(json.wanted, 'comparison.wanted'),
        others: listAt(json.others ?? [], 'comparison.others').map((other, position) => ({
            status: oneOf(STATUSES, other.status, `comparison.others[${position}].status`),
            outcome: other.outcome ?? null,
            error: other.error ?? null,
            runs: numberAt(other.runs, `comparison.others[${position}].runs`),
        })),
    };
}

function readRace(json, path) {
    const access = (side) => ({
        thread: stringAt(objectAt(json[side], `${path}.${side}`).thread, `${path}.${side}.thread`),
        action: oneOf(['read', 'write'], json[side].action, `${path}.${side}.action`),
        source: json[side].source == null ? null : stringAt(json[side].source, `${path}.${side}.source`),
    });
    return {
        variable: stringAt(objectAt(json, path).variable, `${path}.variable`),
        first: access('first'),
        second: access('second'),
        schedule: stringAt(json.schedule, `${path}.schedule`),
        preemptions: numberAt(json.preemptions, `${path}.preemptions`),
    };
}

function readOutcome(json, path) {
    const { nearestPass } = objectAt(json, path);
    return {
        status: oneOf(STATUSES, json.status, `${path}.status`),
        outcome: json.outcome ?? null,
        error: json.error ?? null,
        correct: typeof json.correct === 'boolean' ? json.correct : null,
        executions: numberAt(json.executions, `${path}.executions`),
        realRuns: numberOrNull(json.realRuns, `${path}.realRuns`),
        schedule: stringAt(json.schedule, `${path}.schedule`),
        preemptions: numberAt(json.preemptions, `${path}.preemptions`),
        nearestPass: nearestPass == null ? null : {
            schedule: stringAt(nearestPass.schedule, `${path}.nearestPass.schedule`),
            step: numberAt(nearestPass.step, `${path}.nearestPass.step`),
            failing: stringAt(nearestPass.failing, `${path}.nearestPass.failing`),
            passing: stringAt(nearestPass.passing, `${path}.nearestPass.passing`),
        },
    };
}

/** What a form shows that asks for the same again; the budgets are not told. @param {Exploration} exploration */
export function settingsOf({ strategy, time, preemptionBound, depth, spuriousWakeups }) {
    return {
        strategy, time, ...(preemptionBound === null ? {} : { preemptionBound }), ...(depth === null ? {} : { depth }),
        ...(spuriousWakeups === 0 ? {} : { spuriousWakeups }),
    };
}

/**
 * What is asked of the service: real runs to compare with only if a number of them was given, or chaos.
 * @param {Record<string, any>} chosen by the names of the form's fields
 */
export function explorationRequest({ 'compare.runs': runs, 'compare.chaos': chaos, ...chosen }) {
    if (runs === undefined && chaos !== true) return chosen;
    return { ...chosen, compare: { ...(runs === undefined ? {} : { runs }), chaos: chaos === true } };
}

/** What real runs came to, beside what is possible; nothing if nobody asked. @param {Exploration} exploration */
export function comparisonSentences({ comparison, outcomes }) {
    if (comparison === null) return [];
    const { engine, chaos, runs, wanted, others } = comparison;
    const seen = outcomes.filter(({ realRuns }) => realRuns > 0).length;
    return [
        { key: chaos ? 'comparison.withChaos' : 'comparison.plain', details: { engine, runs, wanted, seen, outcomes: outcomes.length } },
        ...others.map((other) => ({
            key: 'comparison.other', details: { runs: other.runs, end: `\`${endText(other) || other.status}\`` },
        })),
    ];
}

/** Whether an exploration will find nothing more. @param {Exploration} exploration */
export function isOver({ status }) {
    return status !== 'queued' && status !== 'running';
}

/** @param {Exploration} exploration @returns {'good'|'bad'|'open'} how the verdict is to look: only a proof without a data race is good */
export function toneOf({ verdict, status, dataRaces = [] }) {
    if (verdict === 'failed' || status === 'failed') return 'bad';
    return verdict === 'proved' && dataRaces.length === 0 ? 'good' : 'open';
}

/** @param {Exploration} exploration @returns {import('./explain.js').Sentence|null} what data races mean for what is claimed */
export function racesSentence({ verdict, dataRaces }) {
    if (verdict === null || dataRaces.length === 0) return null;
    const key = verdict === 'failed' ? 'races.besides' : verdict === 'proved' || verdict === 'bounded' ? 'races.but' : 'races.anyway';
    return { key, details: { races: dataRaces.length } };
}

/** @param {DataRace} race @returns {import('./explain.js').Sentence} with the two accesses as code */
export function raceSentence({ variable, first, second }) {
    const text = ({ thread, action, source }) => `\`${thread} ${action}${source === null ? '' : ` (${source})`}\``;
    return { key: 'race.found', details: { variable: `\`${variable}\``, first: text(first), second: text(second) } };
}

/** @param {Exploration} exploration @returns {import('./explain.js').Sentence} what may be claimed, or how far it is */
export function verdictSentence(exploration) {
    const { status, verdict, preemptionBound, executions, outcomes } = exploration;
    const details = {
        executions, bound: preemptionBound, error: exploration.error ?? '',
        wrong: outcomes.filter(({ correct }) => correct === false).length, outcomes: outcomes.length,
    };
    if (status === 'failed' && verdict !== 'failed') return { key: 'exploration.broken', details };
    if (!isOver(exploration)) return { key: status === 'queued' ? 'exploration.queued' : 'exploration.running', details };
    if (verdict === null) return { key: 'exploration.withoutVerdict', details };
    if (verdict === 'bounded' && preemptionBound !== null) return { key: 'verdict.boundedByPreemptions', details };
    return { key: `verdict.${verdict}`, details };
}

/** Wrong ends first, since they are what one looks for, and those last of which nobody knows. */
const INTEREST = new Map([[false, 0], [true, 1], [null, 2]]);

/** By their interest; the simplest first among equals. @param {Exploration} exploration */
export function inOrderOfInterest({ outcomes }) {
    return outcomes.toSorted((one, other) => INTEREST.get(one.correct) - INTEREST.get(other.correct) || one.preemptions - other.preemptions);
}

/** @param {NearestPass} pass @returns {import('./explain.js').Sentence} with the two actions as code */
export function partingSentence({ step, failing, passing }) {
    return { key: 'exploration.parting', details: { step: step + 1, failing: `\`${failing}\``, passing: `\`${passing}\`` } };
}

/** What an execution ended with, in a line. @param {ExploredOutcome} outcome */
export function endText({ outcome, error }) {
    if (error !== null) return error;
    if (outcome === null) return '';
    if (typeof outcome !== 'object' || Array.isArray(outcome)) return JSON.stringify(outcome);
    return Object.entries(outcome).map(([name, value]) => `${name} = ${JSON.stringify(value)}`).join(' · ');
}
