import assert from 'node:assert/strict';
import test from 'node:test';

import { momentAt, holdersAt, stageOf } from '../../public/js/model/moment.js';
import { stateAt } from '../../public/js/model/object-state.js';
import { blockedSentence } from '../../public/js/model/explain.js';
import { consequences } from '../../public/js/model/wakes.js';
import { waitForGraph } from '../../public/js/model/wait-for.js';
import { condition } from './samples/condition.mjs';
import { deadlock, selfDeadlock } from './samples/deadlock.mjs';
import { eventIndex, modelOf } from './samples/model-of.mjs';
import { race } from './samples/race.mjs';
import { Recorder } from './samples/recorder.mjs';
import { semaphore } from './samples/semaphore.mjs';

const enabler = (model, index) => model.events[model.enabledBy[index]];

test('a permit that is given back enables the one that waited for it', () => {
    const model = modelOf(semaphore());
    const third = eventIndex(model, (event) => event.thread === 3 && event.action === 'acquire' && event.phase === 'done');
    assert.equal(enabler(model, third).action, 'release');
    assert.equal(enabler(model, third).thread, 1);
    const fourth = eventIndex(model, (event) => event.thread === 4 && event.action === 'acquire' && event.phase === 'done');
    assert.equal(enabler(model, fourth).thread, 2);
});

test('notify enables every waiter that it wakes, not only the first', () => {
    const model = modelOf(condition());
    for (const waiter of [1, 2]) {
        const woken = eventIndex(model, (event) => event.thread === waiter && event.action === 'wait' && event.phase === 'done');
        assert.equal(enabler(model, woken).action, 'notify');
    }
    const timedOut = eventIndex(model, (event) => event.phase === 'timeout');
    assert.equal(model.enabledBy[timedOut], -1);
});

test('the second to get a lock is enabled by the release of the first, not by main', () => {
    const model = modelOf(condition());
    const second = eventIndex(model, (event) => event.thread === 2 && event.action === 'acquire' && event.phase === 'done', 1);
    assert.equal(enabler(model, second).thread, 1);
    assert.equal(enabler(model, second).action, 'release');
});

test('a start is enabled by the parent, a join by the end of the thread', () => {
    const model = modelOf(race(3));
    const start = eventIndex(model, (event) => event.thread === 1 && event.action === 'start');
    assert.equal(enabler(model, start).thread, 0);
    const join = eventIndex(model, (event) => event.action === 'join' && event.phase === 'done');
    assert.equal(enabler(model, join).action, 'end');
    assert.equal(enabler(model, join).thread, 1);
});

test('a notify knows all that it woke', () => {
    const model = modelOf(condition());
    const notify = eventIndex(model, (event) => event.action === 'notify');
    const woken = consequences(model.enabledBy).get(notify).map((index) => model.events[index].thread);
    assert.deepEqual(woken, [1, 2]);
});

test('a join is enabled even if the trace has the end of the thread after it', () => {
    const record = new Recorder('join');
    const [main, child] = [record.thread('main'), record.thread('child', 0)];
    const join = record.object('thread', 'child');
    record.event(1, child, 'start', null, 'done', { value: main });
    record.event(1, main, 'join', join, 'wait', { state: { stage: 'running' } });
    const finish = record.event(1, child, 'finish', join, 'done', { state: { stage: 'ended' } });
    record.event(1, main, 'join', join, 'done', { state: { stage: 'ended' } });
    record.event(1, child, 'end', null, 'done');
    assert.equal(modelOf(record.end('completed')).enabledBy[3], finish);
});

test('a wait says who held the object when it began', () => {
    const model = modelOf(deadlock());
    const waiting = model.segmentsOfThread.get(1).find((segment) => segment.kind === 'waiting');
    assert.deepEqual(blockedSentence(model, waiting).details, { object: 'B', holders: 'Worker-2' });
    assert.equal(blockedSentence(model, model.segmentsOfThread.get(1)[0]), null);
});

test('a waiter is woken by the notify that names it, though another came before it went on', () => {
    const record = new Recorder('twice');
    const [main, waiter, other] = [record.thread('main'), record.thread('waiter', 0), record.thread('other', 0)];
    const bell = record.object('condition', 'bell');
    record.event(1, waiter, 'wait', bell, 'wait');
    record.event(1, other, 'wait', bell, 'wait');
    record.event(1, main, 'notify', bell, 'done', { value: [waiter] });
    record.event(1, main, 'notify', bell, 'done', { value: [other] });
    record.event(1, waiter, 'wait', bell, 'done');
    record.event(1, other, 'wait', bell, 'done');
    const { enabledBy } = modelOf(record.end('completed'));
    assert.deepEqual([enabledBy[4], enabledBy[5]], [2, 3]);
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

test('two releases before two acquires enable one each', () => {
    const record = new Recorder('permits');
    const [one, two, three, four] = ['one', 'two', 'three', 'four'].map((name) => record.thread(name));
    const gate = record.object('semaphore', 'gate');
    for (const thread of [one, two]) record.event(1, thread, 'acquire', gate, 'done');
    for (const thread of [three, four]) record.event(1, thread, 'acquire', gate, 'wait');
    for (const thread of [one, two]) record.event(1, thread, 'release', gate, 'done');
    for (const thread of [three, four]) record.event(1, thread, 'acquire', gate, 'done');
    const { enabledBy } = modelOf(record.end('completed'));
    assert.deepEqual([enabledBy[6], enabledBy[7]].sort(), [4, 5]);
});

test('a wait that a shutdown broke is ended by it; one that the watchdog interrupted, by nobody', () => {
    const record = new Recorder('broken');
    const [main, getter] = [record.thread('main'), record.thread('getter', 0)];
    const [queue, lock] = [record.object('queue', 'queue'), record.object('lock', 'A')];
    record.event(1, getter, 'get', queue, 'wait');
    const shutdown = record.event(1, main, 'shutdown', queue, 'done');
    record.event(1, getter, 'get', queue, 'interrupt');
    record.event(1, getter, 'acquire', lock, 'wait');
    record.event(1, main, 'release', lock, 'done');
    record.event(1, getter, 'acquire', lock, 'interrupt');
    const { enabledBy } = modelOf(record.end('completed'));
    assert.deepEqual([enabledBy[2], enabledBy[5]], [shutdown, -1]);
});

test('at a barrier the last to arrive lets all the others go', () => {
    const record = new Recorder('barrier');
    const [main, one, two] = [record.thread('main'), record.thread('one', 0), record.thread('two', 0)];
    const barrier = record.object('barrier', 'gate');
    for (const party of [main, one]) {
        record.event(1, party, 'arrive', barrier, 'done');
        record.event(1, party, 'wait', barrier, 'wait');
    }
    record.event(1, two, 'arrive', barrier, 'done');
    const last = record.event(1, two, 'set', barrier, 'done');
    record.event(1, main, 'wait', barrier, 'done');
    record.event(1, one, 'wait', barrier, 'done');
    const model = modelOf(record.end('completed'));
    assert.deepEqual([model.enabledBy[last + 1], model.enabledBy[last + 2]], [last, last]);
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

test('of the items in a queue, the first is got; a place is made by the get that left one', () => {
    const record = new Recorder('items');
    const [one, two, three] = ['one', 'two', 'three'].map((name) => record.thread(name));
    const queue = record.object('queue', 'mail');
    const state = (size) => ({ state: { items: [], size, capacity: 2, unfinished: size, shutDown: false } });
    record.event(1, one, 'get', queue, 'wait', state(0));
    record.event(1, two, 'get', queue, 'wait', state(0));
    record.event(1, three, 'put', queue, 'done', state(1));
    record.event(1, three, 'put', queue, 'done', state(2));
    record.event(1, three, 'put', queue, 'wait', state(2));
    record.event(1, one, 'get', queue, 'done', state(1));
    record.event(1, two, 'get', queue, 'done', state(0));
    record.event(1, three, 'put', queue, 'done', state(1));
    const { enabledBy } = modelOf(record.end('completed'));
    assert.deepEqual([5, 6, 7].map((index) => enabledBy[index]), [2, 3, 5]);
});
