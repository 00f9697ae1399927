import Events
import JSON
import TraceSamples
import Tracing

extension GoldenRun {
    /// Two threads meet every kind of object once. No scenario does that: this is for those who read traces.
    static let kinds: GoldenRun = {
        var builder = TraceBuilder(file: "Scenarios/Kinds.swift")
        let (main, worker) = (builder.thread("main"), builder.thread("worker", parent: 0))
        // In the order of `ObjectKind.allCases`, each called by its kind.
        var objects: [ObjectKind: ObjectID] = [:]
        for kind in ObjectKind.allCases { objects[kind] = builder.object(kind, kind.rawValue) }
        func done(
            _ thread: ThreadID, _ action: Action, _ phase: Phase = .done, line: UInt, _ state: ObjectState,
            _ value: TraceValue = .none
        ) {
            builder.event(
                thread, action, objects[state.kind], phase, line: line, state: state, value: value)
        }
        func pool(queued: Int, isShutDown: Bool = false) -> ObjectState {
            .pool(queued: queued, workers: 1, idle: 0, isShutDown: isShutDown)
        }
        func queue(_ items: [String], unfinished: Int) -> ObjectState {
            .queue(items: items, size: items.count, capacity: 2, unfinished: unfinished, isShutDown: false)
        }

        builder.start(main)
        builder.start(worker, by: main, line: 10)
        done(main, .acquire, line: 11, .lock(owner: main))
        done(main, .write, line: 12, .variable(.integer(1)), .integer(1))
        done(worker, .acquire, .wait, line: 30, .lock(owner: main))
        done(main, .release, line: 13, .lock(owner: nil))
        done(worker, .acquire, line: 30, .lock(owner: worker))
        done(worker, .read, line: 31, .variable(.integer(1)), .integer(1))
        done(worker, .release, line: 32, .lock(owner: nil))
        done(main, .store, line: 14, .atomic(.integer(1)), .integer(1))
        done(worker, .load, line: 33, .atomic(.integer(1)), .integer(1))
        done(worker, .exchange, line: 33, .atomic(.integer(2)), .integer(1))
        done(main, .compareExchange, .timeout, line: 14, .atomic(.integer(2)))
        done(main, .add, line: 14, .atomic(.integer(3)), .integer(2))
        done(main, .acquire, line: 14, .rlock(owner: main, count: 1))
        done(main, .acquire, line: 14, .rlock(owner: main, count: 2))
        done(main, .release, line: 14, .rlock(owner: main, count: 1))
        done(main, .release, line: 14, .rlock(owner: nil, count: 0))
        done(main, .wait, .wait, line: 15, .event(isSet: false))
        done(worker, .set, line: 33, .event(isSet: true))
        done(main, .wait, line: 15, .event(isSet: true))
        done(worker, .wait, .wait, line: 34, .condition(waiting: [worker], notified: []))
        done(
            main, .notify, line: 16, .condition(waiting: [], notified: [worker]), .list([.integer(worker)]))
        done(worker, .wait, line: 34, .condition(waiting: [], notified: []))
        done(main, .acquire, .wait, line: 17, .semaphore(permits: 0))
        done(worker, .release, line: 35, .semaphore(permits: 1))
        done(main, .acquire, line: 17, .semaphore(permits: 0))
        done(
            main, .arrive, line: 18, .barrier(waiting: 1, parties: 2, phase: 0, isBroken: false), .integer(0))
        done(main, .wait, .wait, line: 18, .barrier(waiting: 1, parties: 2, phase: 0, isBroken: false))
        done(
            worker, .arrive, line: 36, .barrier(waiting: 2, parties: 2, phase: 0, isBroken: false),
            .integer(1))
        done(worker, .set, line: 36, .barrier(waiting: 0, parties: 2, phase: 1, isBroken: false))
        done(main, .wait, line: 18, .barrier(waiting: 0, parties: 2, phase: 1, isBroken: false))
        done(main, .wait, .wait, line: 18, .latch(count: 1))
        done(worker, .countDown, line: 36, .latch(count: 0))
        done(main, .wait, line: 18, .latch(count: 0))
        done(worker, .get, .wait, line: 37, queue([], unfinished: 0))
        done(main, .put, line: 19, queue(["1"], unfinished: 1), .integer(1))
        done(worker, .get, line: 37, queue([], unfinished: 1), .integer(1))
        done(worker, .taskDone, line: 38, queue([], unfinished: 0))
        done(worker, .take, .wait, line: 39, pool(queued: 0))
        done(main, .submit, line: 20, pool(queued: 1))
        done(worker, .take, line: 39, pool(queued: 0), .flag(true))
        done(worker, .begin, line: 40, .future(.running, runner: worker))
        done(main, .get, .wait, line: 21, .future(.running, runner: worker))
        done(worker, .finish, line: 40, .future(.finished, runner: nil))
        done(main, .get, line: 21, .future(.finished, runner: nil))
        done(worker, .wait, .wait, line: 41, .timer(.pending))
        done(main, .cancel, line: 22, .timer(.cancelled), .flag(true))
        done(worker, .wait, line: 41, .timer(.cancelled))
        done(main, .shutdown, line: 23, pool(queued: 0, isShutDown: true))
        done(main, .join, .wait, line: 24, .thread(.running, thread: worker))
        builder.event(worker, .end)
        done(main, .join, line: 24, .thread(.ended, thread: worker))
        builder.event(main, .end)
        return completed("kinds", "kinds", number: 9, [:], outcome: [:], builder.trace)
    }()
}
