import assert from 'node:assert/strict';
import test from 'node:test';

import { currentLines, eventsByLine, readPlace } from '../../public/js/model/source-lines.js';
import { deadlock } from './samples/deadlock.mjs';
import { large } from './samples/large.mjs';
import { eventIndex, modelOf } from './samples/model-of.mjs';

test('a place is a file and a line', () => {
    assert.deepEqual(readPlace('Scenarios/Deadlock.swift:31'), { file: 'Scenarios/Deadlock.swift', line: 31 });
    assert.equal(readPlace(null), null);
    assert.equal(readPlace('nowhere'), null);
});

test('at the moment of deadlock each thread stands at the line that it cannot pass', () => {
    const model = modelOf(deadlock());
    const closed = eventIndex(model, (event) => event.thread === 2 && event.action === 'acquire' && event.phase === 'wait');
    const lines = currentLines(model, 'Sources/Scenarios/Deadlock.swift', closed);
    assert.deepEqual([...lines].sort(([left], [right]) => left - right), [[11, [1]], [18, [2]], [24, [0]]]);
    assert.equal(eventsByLine(model, 'Scenarios/Deadlock.swift').get(16).length, 3);
    assert.equal(eventsByLine(model, 'Scenarios/Other.swift').size, 0);
});

test('a run of 100,000 events is read and modelled in a few seconds at most', () => {
    const run = large(100_000);
    const before = performance.now();
    const model = modelOf(run);
    assert.ok(model.events.length >= 100_000);
    assert.ok(performance.now() - before < 5_000, `${performance.now() - before} ms`);
});
