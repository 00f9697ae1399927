import { Recorder } from './recorder.mjs';

/** Two threads take two locks in opposite order, and the watchdog ends it. */
export function deadlock() {
    const record = new Recorder('deadlock');
    record.run.parameters = { variant: 'opposite-order', holdMs: 10 };
    const [main, first, second] = [record.thread('main'), record.thread('Worker-1', 0), record.thread('Worker-2', 0)];
    const [a, b] = [record.object('lock', 'A'), record.object('lock', 'B')];
    const [joinFirst] = [record.object('thread', 'Worker-1'), record.object('thread', 'Worker-2')];
    const owner = (thread) => ({ owner: thread, count: thread === null ? 0 : 1 });
    record.event(0, main, 'start', null, 'done');
    record.event(60_000, first, 'start', null, 'done', { value: main });
    record.event(30_000, second, 'start', null, 'done', { value: main });
    record.event(10_000, main, 'join', joinFirst, 'wait', { line: 24, state: { stage: 'running' } });
    record.event(25_000, first, 'acquire', a, 'done', { line: 9, state: owner(first) });
    record.event(9_000, first, 'sleep', null, 'wait', { line: 10 });
    record.event(8_000, second, 'acquire', b, 'done', { line: 16, state: owner(second) });
    record.print(4_000, second, 'Worker-2 has B', 16);
    record.event(5_000, second, 'sleep', null, 'wait', { line: 17 });
    record.event(10_020_000, first, 'sleep', null, 'done', { line: 10 });
    const waitFirst = record.event(11_000, first, 'acquire', b, 'wait', { line: 11, state: owner(second) });
    record.event(40_000, second, 'sleep', null, 'done', { line: 17 });
    const waitSecond = record.event(12_000, second, 'acquire', a, 'wait', { line: 18, state: owner(first) });
    const closedNs = record.now;
    record.event(900_000, first, 'acquire', b, 'interrupt', { line: 11, state: owner(second) });
    record.event(6_000, first, 'release', a, 'done', { line: 9, state: owner(null) });
    record.event(4_000, first, 'end', null, 'done', { value: 'Interrupted' });
    record.event(15_000, second, 'acquire', a, 'interrupt', { line: 18, state: owner(null) });
    record.event(5_000, second, 'release', b, 'done', { line: 16, state: owner(null) });
    record.event(4_000, second, 'end', null, 'done', { value: 'Interrupted' });
    record.event(6_000, main, 'join', joinFirst, 'interrupt', { line: 24, state: { stage: 'ended' } });
    record.event(6_000, main, 'end', null, 'done', { value: 'Interrupted' });
    return record.end('deadlocked', {
        findings: [{
            kind: 'deadlock',
            message: 'Worker-1 holds lock A and waits for lock B; Worker-2 holds lock B and waits for lock A.',
            threads: [first, second], objects: [a, b], events: [waitFirst, waitSecond],
            cycle: [{ thread: first, holds: [a], waitsFor: b }, { thread: second, holds: [b], waitsFor: a }],
        }],
        watchdog: { timeoutNs: 5_000_000_000, reason: 'cycle', atNs: closedNs + 700_000, interrupted: [main, first, second] },
    });
}

/** One thread takes a plain lock twice. */
export function selfDeadlock() {
    const record = new Recorder('deadlock');
    record.run.id = '0002-self';
    record.run.parameters = { variant: 'self', holdMs: 0 };
    const [main, lock] = [record.thread('main'), record.object('lock', 'A')];
    record.event(2_000, main, 'acquire', lock, 'done', { line: 9, state: { owner: main, count: 1 } });
    const wait = record.event(3_000, main, 'acquire', lock, 'wait', { line: 10, state: { owner: main, count: 1 } });
    record.event(500_000, main, 'acquire', lock, 'interrupt', { line: 10, state: { owner: main, count: 1 } });
    record.event(2_000, main, 'end', null, 'done', { value: 'Interrupted' });
    return record.end('deadlocked', {
        findings: [{
            kind: 'deadlock', message: 'main waits for lock A, which it holds itself.', threads: [main], objects: [lock], events: [wait],
            cycle: [{ thread: main, holds: [lock], waitsFor: lock }],
        }],
        watchdog: { timeoutNs: 5_000_000_000, reason: 'quiescent', atNs: 400_000, interrupted: [main] },
    });
}
