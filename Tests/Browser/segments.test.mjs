import assert from 'node:assert/strict';
import test from 'node:test';

import { isInVain, segmentAt } from '../../public/js/model/segments.js';
import { condition } from './samples/condition.mjs';
import { deadlock } from './samples/deadlock.mjs';
import { large } from './samples/large.mjs';
import { race } from './samples/race.mjs';
import { semaphore } from './samples/semaphore.mjs';
import { modelOf } from './samples/model-of.mjs';
import { Recorder } from './samples/recorder.mjs';

const kinds = (model, thread) => model.segmentsOfThread.get(thread).map((segment) => segment.kind);

test('a lane tells running, sleeping and waiting apart, and how the wait ended', () => {
    const model = modelOf(deadlock());
    assert.deepEqual(kinds(model, 1), ['running', 'sleeping', 'running', 'waiting', 'running']);
    const waiting = model.segmentsOfThread.get(1)[3];
    assert.equal(waiting.ending, 'interrupt');
    assert.equal(model.objectById.get(waiting.object).name, 'B');
});

test('segments of a thread touch, in every sample', () => {
    for (const run of [deadlock(), race(), semaphore(), condition(), large(3_000)]) {
        const model = modelOf(run);
        for (const segments of model.segmentsOfThread.values()) {
            for (let position = 1; position < segments.length; position += 1) {
                assert.equal(segments[position].startIndex, segments[position - 1].endIndex);
            }
        }
    }
});

test('a wait that the trace does not see ending goes on to its end', () => {
    const record = new Recorder('stuck');
    const [main, lock] = [record.thread('main'), record.object('lock', 'A')];
    record.event(10, main, 'acquire', lock, 'wait');
    const model = modelOf(record.end('timedOut'));
    const [, waiting] = model.segmentsOfThread.get(main);
    assert.equal(waiting.endIndex, model.events.length);
    assert.equal(waiting.ending, null);
    assert.equal(segmentAt(model, main, 0), waiting);
});

test('a wait whose action was refused ends where the thread goes on', () => {
    const record = new Recorder('refused');
    const [main, consumer, queue] = [record.thread('main'), record.thread('consumer', 0), record.object('queue', 'queue')];
    record.event(5, consumer, 'get', queue, 'wait');
    record.event(5, main, 'shutdown', queue, 'done');
    record.event(5, consumer, 'get', queue, 'refused', { value: 'the queue has been shut down' });
    record.event(5, consumer, 'output', null, 'done', { value: 'shut down' });
    record.event(5, consumer, 'end', null, 'done');
    const model = modelOf(record.end('completed'));
    const [waiting, running] = model.segmentsOfThread.get(consumer);
    assert.deepEqual([waiting.kind, waiting.ending, waiting.endIndex, running.kind], ['waiting', 'refused', 2, 'running']);
});

test('a timer whose time is up has not waited in vain, whoever else times out has', () => {
    const inVain = (kind) => {
        const record = new Recorder('late');
        const [main, object] = [record.thread('main'), record.object(kind, 'x')];
        record.event(10, main, 'wait', object, 'wait');
        record.event(10, main, 'wait', object, 'timeout');
        const model = modelOf(record.end('completed'));
        return isInVain(model, model.segmentsOfThread.get(main)[1]);
    };
    assert.equal(inVain('timer'), false);
    assert.equal(inVain('event'), true);
});

test('a thread without events has an empty lane', () => {
    const record = new Recorder('idle');
    record.thread('main');
    const idle = record.thread('idle', 0);
    record.event(5, 0, 'end', null, 'done');
    assert.deepEqual(kinds(modelOf(record.end('completed')), idle), []);
});

test('in a truncated trace a wait whose beginning was dropped is still a wait', () => {
    const record = new Recorder('late', { truncated: 7 });
    const [main, lock] = [record.thread('main'), record.object('lock', 'A')];
    record.event(500, main, 'acquire', lock, 'interrupt');
    record.event(5, main, 'end', null, 'done');
    const model = modelOf(record.end('deadlocked'));
    assert.deepEqual(kinds(model, main), ['waiting', 'running']);
    assert.equal(model.startNs, 500);
});

test('events at the same moment keep their order', () => {
    const record = new Recorder('virtual', { engine: 'simulation' });
    const [main, lock] = [record.thread('main'), record.object('lock', 'A')];
    record.event(0, main, 'acquire', lock, 'wait');
    record.event(0, main, 'acquire', lock, 'done');
    record.event(0, main, 'end', null, 'done');
    const model = modelOf(record.end('completed', { durationNs: 0 }));
    assert.deepEqual(kinds(model, main), ['running', 'waiting', 'running']);
    assert.equal(segmentAt(model, main, 0).kind, 'waiting');
    assert.equal(segmentAt(model, main, 1).kind, 'running');
    assert.equal(segmentAt(model, main, 2), null);
});

test('a wait that has not ended is in vain when the run is over, and may yet end while it stands still', () => {
    const waiting = (status) => {
        const record = new Recorder('paused', { engine: 'simulation' });
        const [main, lock] = [record.thread('main'), record.object('lock', 'A')];
        record.event(0, main, 'acquire', lock, 'wait');
        const model = modelOf(record.end(status, { durationNs: 0 }));
        return isInVain(model, model.segmentsOfThread.get(main).find((segment) => segment.kind === 'waiting'));
    };
    assert.deepEqual(['deadlocked', 'paused', 'running'].map(waiting), [true, false, false]);
});
