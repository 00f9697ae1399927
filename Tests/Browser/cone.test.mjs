import assert from 'node:assert/strict';
import test from 'node:test';

import { readAnalysis } from '../../public/js/model/analysis.js';
import { coneCounts, coneOf, outsideOfLane, placeInCone } from '../../public/js/model/cone.js';
import { modelOf } from './samples/model-of.mjs';
import { Recorder } from './samples/recorder.mjs';

/** main, A and B; A hands a lock over to B; C has to do with nobody. The seqs begin at 100, as in a truncated trace. */
function threeThreads() {
    const record = new Recorder('lock', { truncated: 100 });
    const [main, a, b, c] = [record.thread('main'), record.thread('A', 0), record.thread('B', 0), record.thread('C', 0)];
    const lock = record.object('lock', 'L');
    record.event(1_000, main, 'start', null, 'done');
    for (const thread of [a, b, c]) record.event(1_000, thread, 'start', null, 'done', { value: main });
    record.event(1_000, a, 'acquire', lock, 'done');
    record.event(1_000, c, 'output', null, 'done', { value: 'alone' });
    record.event(1_000, a, 'release', lock, 'done');
    record.event(1_000, b, 'acquire', lock, 'done');
    record.event(1_000, a, 'end', null, 'done');
    record.event(1_000, b, 'end', null, 'done');
    return modelOf(record.end('completed'));
}

/** What the service answers about A's release: main started A before it, and B acquires after it. */
const cuts = { event: 106, past: [{ thread: 0, event: 100 }, { thread: 1, event: 104 }], future: [{ thread: 1, event: 108 }, { thread: 2, event: 107 }] };

test('each event is in the past, in the future, or outside of both', () => {
    const model = threeThreads();
    const places = model.events.map((_, index) => placeInCone(model, coneOf(model, cuts), index));
    assert.deepEqual(places, ['past', 'past', 'outside', 'outside', 'past', 'outside', 'itself', 'future', 'future', 'future']);
});

test('the counts are those of the places', () => {
    const model = threeThreads();
    const counts = (cone) => {
        const places = model.events.map((_, index) => placeInCone(model, cone, index));
        return Object.fromEntries(['past', 'future', 'outside'].map((place) => [place, places.filter((one) => one === place).length]));
    };
    for (const given of [cuts, { event: 103, past: [{ thread: 0, event: 100 }], future: [{ thread: 3, event: 105 }] }, { event: 105, past: [], future: [] }]) {
        const cone = coneOf(model, given);
        assert.deepEqual(coneCounts(model, cone), counts(cone));
    }
});

test('a lane is dimmed between past and future, from end to end if it has neither, and never the event\'s own', () => {
    const model = threeThreads();
    const cone = coneOf(model, cuts);
    assert.deepEqual([0, 1, 2, 3].map((thread) => outsideOfLane(model, cone, thread)), [{ from: 0, to: 10 }, null, { from: -1, to: 7 }, { from: -1, to: 10 }]);
});

test('what the service says of a cone is read with the analysis', () => {
    const model = threeThreads();
    assert.deepEqual(readAnalysis({ threads: [], objects: [], criticalPath: [], enabledBy: [], cone: cuts }, model).cone, cuts);
});
