import { readRun } from '../../../public/js/model/run.js';
import { buildRunModel } from '../../../public/js/model/run-model.js';

/** As the page does it: through JSON, so that a sample can hold nothing that JSON cannot. */
export function modelOf(run) {
    return buildRunModel(readRun(JSON.parse(JSON.stringify(run))));
}

/** The index of the n-th event that fits, counted from 0. */
export function eventIndex(model, fits, occurrence = 0) {
    const found = model.events.map((event, index) => [event, index]).filter(([event]) => fits(event));
    return found[occurrence]?.[1] ?? -1;
}
