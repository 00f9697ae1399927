import Events
import JSON
import Playground
import Threading
import TraceSamples
import Tracing

extension GoldenRun {
    /// A producer is faster than a consumer, behind a queue for one item; at the end, a get that gives up in time.
    static let queueBlocking: GoldenRun = {
        var builder = TraceBuilder(file: "Scenarios/QueueBlocking.swift")
        let main = builder.thread("main")
        _ = builder.object(.thread, "main")
        let (queue, consumed) = (builder.object(.queue, "queue"), builder.object(.semaphore, "consumed"))
        let producer = builder.thread("producer 1", parent: main)
        let consumer = builder.thread("consumer 1", parent: main)
        let lives = [builder.object(.thread, "producer 1"), builder.object(.thread, "consumer 1")]
        func items(_ items: [String], unfinished: Int, isShutDown: Bool = false) -> ObjectState {
            .queue(
                items: items, size: items.count, capacity: 1, unfinished: unfinished, isShutDown: isShutDown)
        }
        builder.start(main)
        builder.start(producer, by: main, line: 60)
        builder.start(consumer, by: main, line: 60)
        builder.event(main, .join, lives[0], .wait, line: 61, state: .thread(.running, thread: producer))
        builder.event(producer, .put, queue, line: 42, state: items(["1"], unfinished: 1), value: .integer(1))
        builder.event(producer, .put, queue, .wait, line: 42, state: items(["1"], unfinished: 1))
        builder.event(consumer, .get, queue, line: 49, state: items([], unfinished: 1), value: .integer(1))
        builder.event(consumer, .sleep, nil, .wait, line: 50, value: .integer(1_000_000))
        builder.event(producer, .put, queue, line: 42, state: items(["2"], unfinished: 2), value: .integer(2))
        builder.event(producer, .end)
        builder.event(main, .join, lives[0], line: 61, state: .thread(.ended, thread: producer))
        builder.event(main, .join, queue, .wait, line: 62, state: items(["2"], unfinished: 2))
        func finish(_ item: Int, left: [String]) {
            builder.event(consumer, .sleep, line: 50, after: 1_000_000)
            builder.output(consumer, "consumer 1 is done with \(item)", line: 51)
            builder.event(consumer, .release, consumed, line: 52, state: .semaphore(permits: item))
            builder.event(consumer, .taskDone, queue, line: 53, state: items(left, unfinished: left.count))
        }
        finish(1, left: ["2"])
        builder.event(consumer, .get, queue, line: 49, state: items([], unfinished: 1), value: .integer(2))
        builder.event(consumer, .sleep, nil, .wait, line: 50, value: .integer(1_000_000))
        finish(2, left: [])
        builder.event(consumer, .get, queue, .wait, line: 49, state: items([], unfinished: 0))
        builder.event(main, .join, queue, line: 62, state: items([], unfinished: 0))
        builder.output(main, "every item is done with", line: 63)
        let shut = items([], unfinished: 0, isShutDown: true)
        builder.event(main, .shutdown, queue, line: 64, state: shut, value: .flag(false))
        builder.event(
            consumer, .get, queue, .refused, line: 49, state: shut, value: .text("queue has been shut down."))
        builder.output(consumer, "consumer 1 goes home", line: 56)
        builder.event(consumer, .end)
        builder.event(main, .join, lives[1], line: 65, state: .thread(.ended, thread: consumer))
        for left in [1, 0] {
            builder.event(main, .acquire, consumed, line: 68, state: .semaphore(permits: left))
        }
        builder.event(main, .acquire, consumed, .wait, line: 68, state: .semaphore(permits: 0))
        builder.event(
            main, .acquire, consumed, .timeout, line: 68, state: .semaphore(permits: 0), after: 20_000_000)
        builder.event(main, .end)
        return completed(
            "queue-blocking", "queue-blocking", number: 6,
            [
                "kind": "fifo", "maxsize": 1, "producers": 1, "consumers": 1, "items": 2, "workMs": 1,
                "timeoutMs": 20,
            ], outcome: ["produced": 2, "consumed": 2, "refusals": ["queue has been shut down."]],
            builder.trace)
    }()

    /// Two workers map over two inputs; the second is done first, and its callback fails.
    static let poolMap: GoldenRun = {
        var builder = TraceBuilder(file: "Scenarios/PoolMap.swift")
        let main = builder.thread("main")
        _ = builder.object(.thread, "main")
        let pool = builder.object(.pool, "pool")
        var (workers, futures, lives): ([ThreadID], [ObjectID], [ObjectID]) = ([], [], [])
        func staff(_ queued: Int, _ workers: Int, _ idle: Int, isShutDown: Bool = false) -> ObjectState {
            .pool(queued: queued, workers: workers, idle: idle, isShutDown: isShutDown)
        }
        builder.start(main)
        for number in 1...2 {
            futures.append(builder.object(.future, "future-\(number)"))
            builder.event(main, .submit, pool, line: 30, state: staff(1, number, 0))
            workers.append(builder.thread("pool-\(number)", parent: main))
            lives.append(builder.object(.thread, "pool-\(number)"))
            builder.start(workers[number - 1], by: main, line: 30)
            builder.event(workers[number - 1], .take, pool, state: staff(0, number, 0), value: .flag(true))
            builder.event(
                workers[number - 1], .begin, futures[number - 1], state: .future(.running, runner: number))
            builder.event(
                workers[number - 1], .sleep, nil, .wait, line: 34, value: .integer((3 - number) * 10_000_000))
        }
        builder.event(main, .get, futures[0], .wait, line: 41, state: .future(.running, runner: workers[0]))
        for number in [2, 1] {
            let (worker, future) = (workers[number - 1], futures[number - 1])
            builder.event(worker, .sleep, line: 34, after: 10_000_000)
            builder.output(worker, "\(3 - number) is done by pool-\(number)", line: 35)
            builder.event(worker, .finish, future, state: .future(.finished, runner: nil))
            if number == 2 {
                builder.event(worker, .callback, future, line: 37, state: .future(.finished, runner: nil))
                builder.event(
                    worker, .callback, future, line: 37, state: .future(.finished, runner: nil),
                    value: .text("this callback always fails"))
            }
            builder.event(worker, .take, pool, .wait, state: staff(0, 2, 3 - number))
        }
        for future in futures {
            builder.event(main, .get, future, line: 41, state: .future(.finished, runner: nil))
        }
        builder.event(main, .shutdown, pool, line: 29, state: staff(0, 2, 2, isShutDown: true))
        for (index, worker) in workers.enumerated() {
            let state = staff(0, 1 - index, 1 - index, isShutDown: true)
            builder.event(worker, .take, pool, state: state, value: .flag(false))
            builder.event(worker, .end)
        }
        for (worker, life) in zip(workers, lives) {
            builder.event(main, .join, life, line: 29, state: .thread(.ended, thread: worker))
        }
        builder.event(main, .end)
        return completed(
            "pool-map", "pool-map", number: 7,
            ["workers": 2, "inputs": [2, 1], "chunksize": 1, "timeoutMs": nil],
            outcome: ["results": [30, 60], "error": nil], builder.trace)
    }()
}
