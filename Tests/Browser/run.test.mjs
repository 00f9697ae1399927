import assert from 'node:assert/strict';
import test from 'node:test';

import { FormatError } from '../../public/js/model/checks.js';
import { readRun, readSummary } from '../../public/js/model/run.js';
import { buildRunModel, indexOfSeq } from '../../public/js/model/run-model.js';
import { deadlock } from './samples/deadlock.mjs';

test('a run under way, with null for all that is not known yet, is read and modelled', () => {
    const run = readRun({
        id: 'x', scenario: 'deadlock', engine: 'threads', status: 'queued', parameters: {}, seed: 1, schedule: null, createdAt: null,
        durationNs: null, outcome: null, error: null, findings: [], watchdog: null, output: [],
        trace: { threads: [], objects: [], events: [], truncated: 0 },
    });
    const model = buildRunModel(run);
    assert.equal(model.events.length, 0);
    assert.equal(model.endNs, 0);
});

test('a run without a trace at all is read as one with an empty trace', () => {
    const run = readRun({ id: 'x', scenario: 'race', engine: 'threads', status: 'failed', error: 'the server died' });
    assert.deepEqual(run.trace, { threads: [], objects: [], events: [], truncated: 0 });
    assert.equal(run.error, 'the server died');
});

test('a run says whether it was right and what is wrong; a record of before that says neither', () => {
    const old = readRun({ id: 'x', scenario: 'race', engine: 'threads', status: 'completed', expected: true });
    assert.equal(old.correct, null);
    assert.equal(old.mistake, null);
    const mistake = { en: 'the count is 4', zh: '计数是 4' };
    const wrong = readRun({ id: 'x', scenario: 'race', engine: 'threads', status: 'completed', expected: true, correct: false, mistake });
    assert.equal(wrong.correct, false);
    assert.deepEqual(wrong.mistake, mistake);
});

test('what breaks the format is refused by its place', () => {
    const broken = (change) => {
        const run = structuredClone(deadlock());
        change(run);
        return () => readRun(run);
    };
    const at = (path) => (error) => error instanceof FormatError && error.path === path;
    assert.throws(broken((run) => { run.status = 'finished'; }), at('status'));
    assert.throws(broken((run) => { run.trace.events[3].thread = 99; }), at('trace.events[3].thread'));
    assert.throws(broken((run) => { run.trace.events[4].object = 99; }), at('trace.events[4].object'));
    assert.throws(broken((run) => { run.trace.events[2].seq = 0; }), at('trace.events[2].seq'));
    assert.throws(broken((run) => { run.trace.events[2].phase = 'begin'; }), at('trace.events[2].phase'));
    assert.throws(broken((run) => { run.trace.events[2].atNs = 'soon'; }), at('trace.events[2].atNs'));
    assert.throws(() => readRun([]), at('run'));
    assert.throws(() => readSummary({ id: 3 }), at('id'));
});

test('an event is found by its seq in a truncated trace too', () => {
    const run = structuredClone(deadlock());
    run.trace.events = run.trace.events.slice(5);
    run.trace.truncated = 5;
    const model = buildRunModel(readRun(run));
    assert.equal(indexOfSeq(model, 5), 0);
    assert.equal(indexOfSeq(model, 8), 3);
    assert.equal(indexOfSeq(model, 4), -1);
    assert.equal(indexOfSeq(model, 1000), model.events.length - 1);
});

test('what a paused run could do next is read with it, and a thread that is not listed is refused', () => {
    const next = [{ thread: 0, step: 0, action: 'acquire', object: null, source: null, enabled: true, timesOut: false }];
    const paused = { id: 'r', scenario: 'race', engine: 'simulation', status: 'paused', trace: { threads: [{ id: 0, name: 'main' }] } };
    assert.deepEqual(readRun({ ...paused, next }).next, next);
    assert.deepEqual(readRun(paused).next, []);
    assert.throws(() => readRun({ ...paused, next: [{ ...next[0], thread: 4 }] }), (error) => error instanceof FormatError && error.path === 'next[0].thread');
});
