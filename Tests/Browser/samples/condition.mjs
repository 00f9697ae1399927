import { Recorder } from './recorder.mjs';

/** Three wait on a condition; notify(2) wakes two, and the third gives up after its time-out. */
export function condition() {
    const record = new Recorder('condition');
    record.run.parameters = { waiters: 3, notify: [2] };
    const main = record.thread('main');
    const waiters = [1, 2, 3].map((number) => record.thread(`Waiter-${number}`, main));
    const [lock, bell] = [record.object('lock', 'bell.lock'), record.object('condition', 'bell')];
    const owner = (thread) => ({ owner: thread, count: thread === null ? 0 : 1 });
    const waiting = [];
    const state = (notified = []) => ({ waiting: [...waiting], notified });
    for (const waiter of waiters) {
        record.event(30_000, waiter, 'start', null, 'done', { value: main });
        record.event(10_000, waiter, 'acquire', lock, 'done', { line: 8, state: owner(waiter) });
        waiting.push(waiter);
        record.event(4_000, waiter, 'wait', bell, 'wait', { line: 9, state: state() });
        record.event(1_000, waiter, 'release', lock, 'done', { line: 9, state: owner(null) });
    }
    record.event(2_000_000, main, 'acquire', lock, 'done', { line: 17, state: owner(main) });
    const woken = waiting.splice(0, 2);
    record.event(4_000, main, 'notify', bell, 'done', { line: 18, value: 2, state: state(woken) });
    record.event(9_000, woken[0], 'wait', bell, 'done', { line: 9, state: state([woken[1]]) });
    record.event(1_000, woken[0], 'acquire', lock, 'wait', { line: 9, state: owner(main) });
    record.event(9_000, woken[1], 'wait', bell, 'done', { line: 9, state: state() });
    record.event(1_000, woken[1], 'acquire', lock, 'wait', { line: 9, state: owner(main) });
    record.event(90_000, main, 'release', lock, 'done', { line: 19, state: owner(null) });
    for (const waiter of woken) {
        record.event(15_000, waiter, 'acquire', lock, 'done', { line: 9, state: owner(waiter) });
        record.print(12_000, waiter, `Waiter-${waiter} was woken`, 10);
        record.event(40_000, waiter, 'release', lock, 'done', { line: 11, state: owner(null) });
        record.event(4_000, waiter, 'end', null, 'done');
    }
    waiting.splice(0);
    record.event(3_000_000, waiters[2], 'wait', bell, 'timeout', { line: 9, state: state() });
    record.event(3_000, waiters[2], 'acquire', lock, 'done', { line: 9, state: owner(waiters[2]) });
    record.event(9_000, waiters[2], 'release', lock, 'done', { line: 11, state: owner(null) });
    record.event(3_000, waiters[2], 'end', null, 'done');
    record.event(3_000, main, 'end', null, 'done');
    return record.end('completed', { outcome: { woken: 2, left: 1 } });
}
