/** What is chosen beside a scenario's parameters, as fields of the form. The schema is the page's own. */

import { say } from '../language/language.js';
import { STRATEGIES, TIMES } from '../model/exploration.js';

/** @param {string[]} engines @returns {import('../model/form.js').Field[]} */
export function runSettings(engines) {
    return [
        ...(engines.length > 1 ? [choice('engine', engines, say('form.engineHelp'))] : []),
        integer('timeoutMs', 1, say('form.timeoutHelp')),
        integer('seed', 0, say('form.seedHelp')),
        ...(engines.includes('threads') ? [flag('chaos', say('form.chaosHelp'))] : []),
        ...(engines.includes('simulation') ? [field('schedule', 'schedule', say('form.scheduleHelp'))] : []),
    ];
}

/** @returns {import('../model/form.js').Field[]} */
export function explorationSettings() {
    return [
        choice('strategy', STRATEGIES, say('exploration.strategyHelp')),
        choice('time', TIMES, say('exploration.timeHelp')),
        integer('preemptionBound', 0, say('exploration.boundHelp')),
        integer('depth', 1, say('exploration.depthHelp')),
        flag('stopAtFirstFailure', say('exploration.stopHelp')),
        integer('maxExecutions', 1, say('exploration.maxExecutionsHelp')),
        integer('timeoutMs', 1, say('exploration.timeoutHelp')),
        integer('spuriousWakeups', 0, say('exploration.spuriousHelp')),
        integer('compare.runs', 1, say('exploration.compareRunsHelp')),
        flag('compare.chaos', say('exploration.compareChaosHelp')),
    ];
}

function field(name, kind, description) {
    return { name, kind, itemKind: null, minimum: null, maximum: null, choices: [], fallback: null, description };
}

function integer(name, minimum, description) {
    return { ...field(name, 'integer', description), minimum };
}

function flag(name, description) {
    return { ...field(name, 'boolean', description), fallback: false };
}

function choice(name, choices, description) {
    return { ...field(name, 'choice', description), choices, fallback: choices[0] };
}
