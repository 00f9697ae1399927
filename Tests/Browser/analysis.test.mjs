import assert from 'node:assert/strict';
import test from 'node:test';

import { ACTIVITIES, inOrderOfContention, readAnalysis } from '../../public/js/model/analysis.js';
import { FormatError } from '../../public/js/model/checks.js';
import { partSentence, pathParts } from '../../public/js/model/critical-path.js';
import { eventsOfFinding } from '../../public/js/model/run-model.js';
import { LANGUAGES, translate } from '../../public/js/model/translate.js';
import { deadlock } from './samples/deadlock.mjs';
import { modelOf } from './samples/model-of.mjs';
import { Recorder } from './samples/recorder.mjs';

/** main starts a worker that holds a lock, sleeps, and releases it to main: with what the service says of that. */
function handover() {
    const record = new Recorder('lock');
    const [main, worker] = [record.thread('main'), record.thread('Worker', 0)];
    const [lock, idle] = [record.object('lock', 'A'), record.object('lock', 'B')];
    const owner = (thread) => ({ owner: thread, count: thread === null ? 0 : 1 });
    record.event(1_000, main, 'start', null, 'done');
    record.event(4_000, worker, 'start', null, 'done', { value: main });
    record.event(1_000, worker, 'acquire', lock, 'done', { state: owner(worker) });
    record.event(1_000, worker, 'sleep', null, 'wait');
    record.event(1_000, main, 'acquire', lock, 'wait', { state: owner(worker) });
    const awake = record.event(90_000, worker, 'sleep', null, 'done');
    const release = record.event(2_000, worker, 'release', lock, 'done', { state: owner(null) });
    record.event(3_000, main, 'acquire', lock, 'done', { state: owner(main) });
    record.event(1_000, worker, 'end', null, 'done');
    record.event(5_000, main, 'end', null, 'done');
    const part = (thread, activity, fromNs, toNs, object = null, endedBy = null) => ({ thread, activity, fromNs, toNs, object, endedBy });
    return {
        model: modelOf(record.end('completed')),
        answer: {
            threads: [
                { thread: main, startNs: 1_000, endNs: 109_000, runningNs: 13_000, blockedNs: 95_000, sleepingNs: 0, waits: 1 },
                { thread: worker, startNs: 5_000, endNs: 104_000, runningNs: 8_000, blockedNs: 0, sleepingNs: 91_000, waits: 0 },
            ],
            objects: [
                { object: idle, acquisitions: 3, contentions: 0, totalWaitNs: 0, longestWaitNs: 0, longestWait: null, mostWaiters: 0 },
                { object: lock, acquisitions: 2, contentions: 1, totalWaitNs: 95_000, longestWaitNs: 95_000, longestWait: 4, mostWaiters: 1 },
            ],
            criticalPath: [
                part(main, 'running', 1_000, 5_000), part(worker, 'running', 5_000, 7_000), part(worker, 'sleeping', 7_000, 98_000, null, awake),
                part(worker, 'running', 98_000, 100_000), part(main, 'waking', 100_000, 103_000, lock, release), part(main, 'running', 103_000, 109_000),
            ],
            enabledBy: [{ event: 1, by: 0 }, { event: 7, by: release }],
            cone: null,
        },
    };
}

test('an analysis is read whole, and the object that was fought over most comes first', () => {
    const { model, answer } = handover();
    const analysis = readAnalysis(answer, model);
    assert.deepEqual(analysis, answer);
    assert.deepEqual(inOrderOfContention(analysis).map((entry) => entry.object), [0, 1]);
});

test('what is no analysis of this run is refused by its place', () => {
    const { model, answer } = handover();
    const at = (path) => (error) => error instanceof FormatError && error.path === path;
    assert.throws(() => readAnalysis(null, model), at('analysis'));
    assert.throws(() => readAnalysis({ ...answer, threads: [{ ...answer.threads[0], thread: 9 }] }, model), at('threads[0].thread'));
    assert.throws(() => readAnalysis({ ...answer, objects: [{ ...answer.objects[0], contentions: '1' }] }, model), at('objects[0].contentions'));
    assert.throws(() => readAnalysis({ ...answer, criticalPath: [{ ...answer.criticalPath[0], activity: 'idle' }] }, model), at('criticalPath[0].activity'));
    assert.throws(() => readAnalysis({ ...answer, enabledBy: [{ event: 1, by: 99 }] }, model), at('enabledBy[0].by'));
    assert.throws(() => readAnalysis({ ...answer, cone: { event: 3, past: [{ thread: 7, event: 1 }], future: [] } }, model), at('cone.past[0].thread'));
});

test('the critical path lies between events, at the times that the service told, without a gap', () => {
    const { model, answer } = handover();
    const parts = pathParts(model, answer.criticalPath);
    assert.deepEqual(parts.map((part) => [part.startIndex, part.endIndex]), [[0, 1], [1, 3], [3, 5], [5, 6], [6, 7], [7, 9]]);
    for (const { startIndex, endIndex, fromNs, toNs } of parts) {
        assert.equal(model.events[startIndex].atNs, fromNs);
        assert.equal(model.events[endIndex].atNs, toNs);
    }
    assert.deepEqual(pathParts(model, []), []);
});

test('every part of a path has its sentence in both languages', () => {
    const { model, answer } = handover();
    const words = pathParts(model, answer.criticalPath).map((part) => partSentence(model, part));
    assert.equal(translate('en', words[2].key, words[2].details), 'Worker slept for 91 µs');
    for (const language of Object.keys(LANGUAGES)) {
        for (const activity of ACTIVITIES) assert.ok(`path.${activity}` in LANGUAGES[language]);
        for (const { key, details } of words) assert.doesNotMatch(translate(language, key, details), /\{\w+\}|undefined|null/);
    }
});

test('a finding leads to its events, in their order, and not to those that the trace has dropped', () => {
    const model = modelOf(deadlock());
    assert.deepEqual(eventsOfFinding(model, { events: [12, 3, 4_000, -1] }), [3, 12]);
});
