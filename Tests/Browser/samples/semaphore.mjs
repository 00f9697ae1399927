import { Recorder } from './recorder.mjs';

/** Four threads share two permits. */
export function semaphore() {
    const record = new Recorder('semaphore');
    record.run.parameters = { threads: 4, permits: 2, holdMs: 5, bounded: false };
    const [main, gate] = [record.thread('main'), record.object('semaphore', 'gate')];
    const [one, two, three, four] = [1, 2, 3, 4].map((number) => record.thread(`User-${number}`, main));
    const permits = (count) => ({ line: 8, state: { permits: count } });
    for (const user of [one, two, three, four]) record.event(20_000, user, 'start', null, 'done', { value: main });
    record.event(5_000, one, 'acquire', gate, 'done', permits(1));
    record.event(5_000, one, 'sleep', null, 'wait', { line: 9 });
    record.event(5_000, two, 'acquire', gate, 'done', permits(0));
    record.event(5_000, two, 'sleep', null, 'wait', { line: 9 });
    record.event(5_000, three, 'acquire', gate, 'wait', permits(0));
    record.event(5_000, four, 'acquire', gate, 'wait', permits(0));
    record.event(5_000_000, one, 'sleep', null, 'done', { line: 9 });
    record.event(5_000, one, 'release', gate, 'done', { ...permits(1), line: 10 });
    record.event(12_000, three, 'acquire', gate, 'done', permits(0));
    record.event(1_000, one, 'end', null, 'done');
    record.event(1_000, three, 'sleep', null, 'wait', { line: 9 });
    record.event(5_000, two, 'sleep', null, 'done', { line: 9 });
    record.event(5_000, two, 'release', gate, 'done', { ...permits(1), line: 10 });
    record.event(12_000, four, 'acquire', gate, 'done', permits(0));
    record.event(1_000, two, 'end', null, 'done');
    record.event(1_000, four, 'sleep', null, 'wait', { line: 9 });
    record.event(5_000_000, three, 'sleep', null, 'done', { line: 9 });
    record.event(5_000, three, 'release', gate, 'done', { ...permits(1), line: 10 });
    record.event(5_000, three, 'end', null, 'done');
    record.event(5_000, four, 'sleep', null, 'done', { line: 9 });
    record.event(5_000, four, 'release', gate, 'done', { ...permits(2), line: 10 });
    record.event(5_000, four, 'end', null, 'done');
    record.event(5_000, main, 'end', null, 'done');
    return record.end('completed', { outcome: { mostInside: 2, permits: 2 } });
}
