/**
 * A schedule as a text, built step by step: `1f.0x2.1~1-5c3e91` is the version and kind of time, then the steps, each the
 * number of a thread, `~` with the way it takes, `x` with how many in a row; behind the dash what the steps did, which
 * holds for the whole and so goes when a step is added or dropped.
 */

/** Where a person begins who is the scheduler: free time, so that nobody's sleep decides; threads start and end by themselves. */
export const FIRST_SCHEDULE = '1f';

/** @param {string} schedule @param {string|number} step */
export function withStep(schedule, step) {
    return `${withoutDigest(schedule)}.${step}`;
}

/** @param {string} schedule @returns {string|null} without its last step; null if it has none */
export function withoutLastStep(schedule) {
    const parts = withoutDigest(schedule).split('.');
    if (parts.length === 1) return null;
    const [step, times = '1'] = parts.pop().split('x');
    const left = Number(times) - 1;
    if (left > 0) parts.push(left === 1 ? step : `${step}x${left}`);
    return parts.join('.');
}

/** @param {string} schedule */
export function stepCount(schedule) {
    return withoutDigest(schedule).split('.').slice(1).reduce((sum, part) => sum + Number(part.split('x')[1] ?? 1), 0);
}

function withoutDigest(schedule) {
    return schedule.split('-')[0];
}
