import assert from 'node:assert/strict';
import test from 'node:test';

import { causesOf, consequences } from '../../public/js/model/causes.js';
import { momentAt, holdersAt, stageOf } from '../../public/js/model/moment.js';
import { stateAt } from '../../public/js/model/object-state.js';
import { blockedSentence, segmentSentence } from '../../public/js/model/explain.js';
import { waitForGraph } from '../../public/js/model/wait-for.js';
import { condition } from './samples/condition.mjs';
import { deadlock, selfDeadlock } from './samples/deadlock.mjs';
import { eventIndex, modelOf } from './samples/model-of.mjs';
import { race } from './samples/race.mjs';
import { Recorder } from './samples/recorder.mjs';
import { semaphore } from './samples/semaphore.mjs';

test('who enabled whom is as the service tells it, by index, and the other way round', () => {
    const record = new Recorder('truncated', { truncated: 100 });
    const [main, child] = [record.thread('main'), record.thread('child', 0)];
    for (const thread of [main, child, main]) record.event(1, thread, 'output', null, 'done');
    const model = modelOf(record.end('completed'));
    assert.deepEqual([...model.enabledBy], [-1, -1, -1], 'until it has told, nobody');
    const enabledBy = causesOf(model, [{ event: 101, by: 100 }, { event: 102, by: 100 }]);
    assert.deepEqual([...enabledBy], [-1, 0, 0]);
    assert.deepEqual([...consequences(enabledBy)], [[0, [1, 2]]]);
});

test('a wait that somebody ended is told with whoever ended it, and what he did if it was broken', () => {
    const record = new Recorder('told');
    const [main, getter] = [record.thread('main'), record.thread('getter', 0)];
    const queue = record.object('queue', 'queue');
    record.event(1, getter, 'get', queue, 'wait');
    const put = record.event(1, main, 'put', queue, 'done');
    const get = record.event(1, getter, 'get', queue, 'done');
    record.event(1, getter, 'get', queue, 'wait');
    const shutdown = record.event(1, main, 'shutdown', queue, 'done');
    const refused = record.event(1, getter, 'get', queue, 'refused');
    const model = modelOf(record.end('completed'));
    const waits = model.segmentsOfThread.get(getter).filter((segment) => segment.kind === 'waiting');
    assert.equal(segmentSentence(model, waits[0]).key, 'segment.waiting');
    model.enabledBy = causesOf(model, [{ event: get, by: put }, { event: refused, by: shutdown }]);
    const [ended, broken] = waits.map((wait) => segmentSentence(model, wait));
    assert.deepEqual([ended.key, ended.details.by], ['segment.waitingEndedBy', 'main']);
    assert.deepEqual([broken.key, broken.details.by, broken.details.action], ['segment.waiting.broken', 'main', 'shutdown']);
});

test('a wait says who held the object when it began', () => {
    const model = modelOf(deadlock());
    const waiting = model.segmentsOfThread.get(1).find((segment) => segment.kind === 'waiting');
    assert.deepEqual(blockedSentence(model, waiting).details, { object: 'B', holders: 'Worker-2' });
    assert.equal(blockedSentence(model, model.segmentsOfThread.get(1)[0]), null);
});

test('a semaphore that others release is a signal: nobody holds it', () => {
    const record = new Recorder('signal');
    const [main, child] = [record.thread('main'), record.thread('child', 0)];
    const arrivals = record.object('semaphore', 'arrivals');
    record.event(1, main, 'acquire', arrivals, 'wait');
    record.event(1, child, 'release', arrivals, 'done');
    record.event(1, main, 'acquire', arrivals, 'done');
    assert.deepEqual(modelOf(record.end('completed')).holds, []);
});

test('a thread\'s object says whose it is, whatever its name', () => {
    const record = new Recorder('names');
    const [main, child] = [record.thread('main'), record.thread('child', 0)];
    const join = record.object('thread', 'another name');
    record.event(1, main, 'join', join, 'wait', { state: { thread: child, stage: 'running' } });
    const model = modelOf(record.end('timedOut'));
    assert.deepEqual(holdersAt(model, momentAt(model, 0), join), [child]);
});

test('what a thread holds follows the owner in the states', () => {
    const model = modelOf(condition());
    const waits = eventIndex(model, (event) => event.action === 'notify');
    const moment = momentAt(model, waits);
    assert.deepEqual(holdersAt(model, moment, 0), [0]);
    assert.deepEqual(moment.waitersOf.get(1), [1, 2, 3]);
    const held = model.holds.filter((hold) => hold.thread === 1);
    assert.equal(held.length, 2, 'the lock was given up during the wait and taken again');
});

test('holds are seen without states too, a reentrant lock until its last release', () => {
    const record = new Recorder('rlock');
    const [main, lock] = [record.thread('main'), record.object('rlock', 'A')];
    for (const action of ['acquire', 'acquire', 'release', 'release']) record.event(5, main, action, lock, 'done');
    record.event(5, main, 'end', null, 'done');
    const { holds } = modelOf(record.end('completed'));
    assert.deepEqual(holds.map(({ startIndex, endIndex }) => [startIndex, endIndex]), [[0, 3]]);
});

test('never more hold permits than there are', () => {
    const model = modelOf(semaphore());
    const inside = model.events.map((_, index) => (momentAt(model, index).holdersOf.get(0) ?? []).length);
    assert.equal(Math.max(...inside), 2);
    assert.equal(inside.at(-1), 0);
});

test('the state of an object at a moment is the last one given', () => {
    const model = modelOf(semaphore());
    assert.equal(stateAt(model, 0, 3), null);
    assert.deepEqual(stateAt(model, 0, 4), { permits: 1 });
    assert.deepEqual(stateAt(model, 0, 9), { permits: 0 });
    assert.deepEqual(stateAt(model, 0, model.events.length - 1), { permits: 2 });
});

test('the wait-for graph has the cycle from its closing to the interruption', () => {
    const model = modelOf(deadlock());
    const closed = eventIndex(model, (event) => event.thread === 2 && event.action === 'acquire' && event.phase === 'wait');
    assert.deepEqual(waitForGraph(model, momentAt(model, closed - 1)).cycles, []);
    const graph = waitForGraph(model, momentAt(model, closed));
    assert.deepEqual(graph.cycles.map((cycle) => [...cycle].sort()), [[1, 2]]);
    assert.deepEqual(graph.waits.filter((edge) => edge.inCycle).map((edge) => edge.thread).sort(), [1, 2]);
    assert.ok(graph.waits.some((edge) => edge.thread === 0 && !edge.inCycle), 'main waits for the cycle without being in it');
    const broken = eventIndex(model, (event) => event.phase === 'interrupt');
    assert.deepEqual(waitForGraph(model, momentAt(model, broken)).cycles, []);
});

test('a thread that waits for its own lock is a cycle of one', () => {
    const model = modelOf(selfDeadlock());
    assert.deepEqual(waitForGraph(model, momentAt(model, 1)).cycles, [[0]]);
});

test('waiting for a permit whose holder waits is no proof of a deadlock', () => {
    const record = new Recorder('maybe');
    const [one, two] = [record.thread('one'), record.thread('two', 0)];
    const [gate, lock] = [record.object('semaphore', 'gate'), record.object('lock', 'A')];
    record.event(1, one, 'acquire', gate, 'done');
    record.event(1, two, 'acquire', lock, 'done', { state: { owner: two, count: 1 } });
    record.event(1, one, 'acquire', lock, 'wait');
    record.event(1, two, 'acquire', gate, 'wait');
    const model = modelOf(record.end('timedOut'));
    assert.deepEqual(waitForGraph(model, momentAt(model, 3)).cycles, []);
});

test('a thread is new, then at work, then ended', () => {
    const model = modelOf(race(2));
    assert.equal(stageOf(model, momentAt(model, 0), 2), 'new');
    assert.equal(stageOf(model, momentAt(model, model.events.length - 1), 2), 'ended');
});
