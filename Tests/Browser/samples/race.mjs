import { Recorder } from './recorder.mjs';

/** Threads each read a counter, pause, and write back one less: all but one update is lost. */
export function race(threads = 5) {
    const record = new Recorder('race');
    record.run.parameters = { threads, pauseMs: 1, iterations: 1 };
    const [main, counter] = [record.thread('main'), record.object('variable', 'counter')];
    const workers = Array.from({ length: threads }, (_, number) => record.thread(`Worker-${number + 1}`, main));
    const joins = workers.map((worker) => record.object('thread', `Worker-${worker}`));
    record.event(1_000, main, 'write', counter, 'done', { line: 6, value: threads, state: { value: threads } });
    workers.forEach((worker) => record.event(18_000, worker, 'start', null, 'done', { value: main }));
    const reads = workers.map((worker) => {
        const seq = record.event(4_000, worker, 'read', counter, 'done', { line: 9, value: threads, state: { value: threads } });
        record.event(1_000, worker, 'sleep', null, 'wait', { line: 10 });
        return seq;
    });
    record.event(2_000, main, 'join', joins[0], 'wait', { line: 14, state: { stage: 'running' } });
    const writes = workers.map((worker, number) => {
        record.event(number === 0 ? 1_010_000 : 7_000, worker, 'sleep', null, 'done', { line: 10 });
        const seq = record.event(2_000, worker, 'write', counter, 'done', { line: 11, value: threads - 1, state: { value: threads - 1 } });
        record.event(1_500, worker, 'end', null, 'done');
        return seq;
    });
    record.event(9_000, main, 'join', joins[0], 'done', { line: 14, state: { stage: 'ended' } });
    joins.slice(1).forEach((join) => record.event(1_000, main, 'join', join, 'done', { line: 14, state: { stage: 'ended' } }));
    record.print(3_000, main, `counter = ${threads - 1}`, 15);
    record.event(1_000, main, 'end', null, 'done');
    return record.end('completed', {
        outcome: { value: threads - 1, expected: 0 },
        findings: [
            { kind: 'lostUpdate', message: 'Worker-1 wrote counter at Race.swift:11 while Worker-2 had read it at Race.swift:9.', threads: [1, 2], objects: [counter], events: [reads[1], writes[0]] },
            { kind: 'lostUpdate', message: `${threads - 1} of ${threads} updates of counter were lost.`, threads: workers, objects: [counter], events: writes },
        ],
    });
}
