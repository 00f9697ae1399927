/**
 * What has to be asked for so that a run happens again. With a schedule it is the same run to the last event; with a
 * seed alone, as near as its engine can come.
 *
 * @typedef {{engine?: string, seed?: number, schedule?: string, parameters?: Record<string, any>}} Replay
 */

/** @param {import('./run.js').Run} run @returns {Replay} */
export function replayOf(run) {
    const replay = { engine: run.engine };
    if (run.seed !== null) replay.seed = run.seed;
    if (run.schedule !== null) replay.schedule = run.schedule;
    return { ...replay, parameters: run.parameters };
}

/** What shows how an exploration came to one of its outcomes. @returns {Replay} */
export function replayOfSchedule(exploration, schedule) {
    const seed = exploration.seed === null ? {} : { seed: exploration.seed };
    return { engine: 'simulation', ...seed, schedule, parameters: exploration.parameters };
}
