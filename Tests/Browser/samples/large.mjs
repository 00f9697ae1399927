import { Recorder } from './recorder.mjs';

/** About `events` events of threads that fight over a few locks: made by code, always the same. */
export function large(events = 100_000, threads = 16) {
    const record = new Recorder('large');
    let random = 12345;
    const next = (limit) => {
        random = (random * 16807) % 2147483647; // Lehmer: stays below 2^53
        return random % limit;
    };
    const main = record.thread('main');
    const locks = [0, 1, 2].map((number) => record.object('lock', `lock ${number}`));
    const workers = Array.from({ length: threads }, (_, number) => record.thread(`Worker-${number + 1}`, main));
    const owners = new Map(locks.map((lock) => [lock, null]));
    const queues = new Map(locks.map((lock) => [lock, []]));
    const doing = new Map(workers.map((worker) => [worker, { stage: 'free', lock: -1 }]));
    const state = (lock) => ({ owner: owners.get(lock), count: owners.get(lock) === null ? 0 : 1 });
    workers.forEach((worker) => record.event(1_000, worker, 'start', null, 'done', { value: main }));
    const take = (worker, lock) => {
        owners.set(lock, worker);
        doing.set(worker, { stage: 'holding', lock });
        record.event(200 + next(300), worker, 'acquire', lock, 'done', { line: 7, state: state(lock) });
    };
    while (record.run.trace.events.length < events) {
        const worker = workers[next(threads)];
        const { stage, lock } = doing.get(worker);
        if (stage === 'free') {
            const wanted = locks[next(3)];
            if (owners.get(wanted) === null) take(worker, wanted);
            else {
                record.event(100 + next(200), worker, 'acquire', wanted, 'wait', { line: 7, state: state(wanted) });
                doing.set(worker, { stage: 'waiting', lock: wanted });
                queues.get(wanted).push(worker);
            }
        } else if (stage === 'holding') {
            owners.set(lock, null);
            record.event(300 + next(2_000), worker, 'release', lock, 'done', { line: 8, state: state(lock) });
            doing.set(worker, { stage: 'free', lock: -1 });
            const heir = queues.get(lock).shift();
            if (heir !== undefined) take(heir, lock);
        }
    }
    return record.end('timedOut', { watchdog: { timeoutNs: record.now, reason: 'timeout', atNs: record.now, interrupted: workers } });
}
