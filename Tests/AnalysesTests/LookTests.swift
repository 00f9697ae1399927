import Analyses
import Events
import Testing
import TraceSamples
import Tracing

/// An action that is why a later one of another thread has the answer that it has.
private struct Answer: Sendable {
    let cause: Step
    let look: Step
    /// What came before, by a third thread.
    var before: [Step] = []

    struct Step: Sendable {
        let action: Action
        var phase = Phase.done
        let state: ObjectState
        var value = TraceValue.none
    }
}

@Suite struct `every answer of an object` {
    /// The answers that each kind of object gives only since another thread has acted.
    private func answers(of kind: ObjectKind) -> [Answer] {
        switch kind {
        case .lock, .rlock: locks(kind)
        case .semaphore:
            [
                Answer(
                    cause: .init(action: .acquire, state: .semaphore(permits: 0)),
                    look: .init(action: .acquire, phase: .timeout, state: .semaphore(permits: 0))),
                Answer(
                    cause: .init(action: .release, state: .semaphore(permits: 1)),
                    look: .init(action: .release, phase: .refused, state: .semaphore(permits: 1))),
                Answer(
                    cause: .init(action: .acquire, state: .semaphore(permits: 0, bound: 1)),
                    look: .init(action: .release, state: .semaphore(permits: 1, bound: 1))),
            ]
        case .event:
            [
                Answer(
                    cause: .init(action: .set, state: .event(isSet: true)),
                    look: .init(action: .inspect, state: .event(isSet: true))),
                Answer(
                    cause: .init(action: .clear, state: .event(isSet: false)),
                    look: .init(action: .inspect, state: .event(isSet: false)),
                    before: [.init(action: .set, state: .event(isSet: true))]),
                Answer(
                    cause: .init(action: .clear, state: .event(isSet: false)),
                    look: .init(action: .wait, phase: .timeout, state: .event(isSet: false)),
                    before: [.init(action: .set, state: .event(isSet: true))]),
            ]
        case .barrier: barriers
        case .latch:
            [
                Answer(
                    cause: .init(action: .countDown, state: .latch(count: 1)),
                    look: .init(action: .inspect, state: .latch(count: 1)))
            ]
        case .queue: queues
        case .future: futures
        case .pool:
            [
                Answer(
                    cause: .init(action: .submit, state: pool(1)),
                    look: .init(action: .submit, phase: .refused, state: pool(1))),
                Answer(
                    cause: .init(action: .submit, state: pool(1)),
                    look: .init(action: .inspect, state: pool(1))),
                Answer(
                    cause: .init(action: .shutdown, state: pool(0, isShutDown: true)),
                    look: .init(action: .submit, phase: .refused, state: pool(0, isShutDown: true))),
            ]
        case .timer:
            [
                Answer(
                    cause: .init(action: .fire, state: .timer(.fired)),
                    look: .init(action: .cancel, state: .timer(.fired), value: .flag(false))),
                Answer(
                    cause: .init(action: .cancel, state: .timer(.cancelled), value: .flag(true)),
                    look: .init(action: .fire, state: .timer(.cancelled))),
            ]
        case .thread:
            // The second thread is the one that is looked at.
            [
                Answer(
                    cause: .init(action: .end, state: .thread(.ended, thread: 1)),
                    look: .init(action: .inspect, state: .thread(.ended, thread: 1))),
                Answer(
                    cause: .init(action: .start, state: .thread(.running, thread: 1)),
                    look: .init(action: .inspect, state: .thread(.running, thread: 1))),
                Answer(
                    cause: .init(action: .start, state: .thread(.running, thread: 1)),
                    look: .init(action: .join, phase: .timeout, state: .thread(.running, thread: 1))),
                Answer(
                    cause: .init(action: .start, state: .thread(.running, thread: 1)),
                    look: .init(action: .start, phase: .refused, state: .thread(.running, thread: 1))),
            ]
        case .atomic:
            [
                Answer(
                    cause: .init(action: .store, state: .atomic(.integer(1))),
                    look: .init(action: .load, state: .atomic(.integer(1)), value: .integer(1))),
                Answer(
                    cause: .init(action: .add, state: .atomic(.integer(1)), value: .integer(0)),
                    look: .init(action: .compareExchange, phase: .timeout, state: .atomic(.integer(1)))),
                Answer(
                    cause: .init(action: .exchange, state: .atomic(.integer(1)), value: .integer(0)),
                    look: .init(action: .exchange, state: .atomic(.integer(2)), value: .integer(1))),
            ]
        // Nobody asks a condition anything without its lock, and the accesses of a variable are what may race.
        case .condition, .variable: []
        }
    }

    private func locks(_ kind: ObjectKind) -> [Answer] {
        let held: ObjectState = kind == .lock ? .lock(owner: 1) : .rlock(owner: 1, count: 1)
        let free: ObjectState = kind == .lock ? .lock(owner: nil) : .rlock(owner: nil, count: 0)
        let take = Answer.Step(action: .acquire, state: held)
        let drop = Answer.Step(action: .release, state: free)
        return [
            Answer(cause: take, look: .init(action: .acquire, phase: .timeout, state: held)),
            Answer(cause: take, look: .init(action: .inspect, state: held)),
            Answer(cause: take, look: .init(action: .release, state: free)),
            Answer(cause: drop, look: .init(action: .inspect, state: free)),
            Answer(cause: drop, look: .init(action: .release, phase: .refused, state: free)),
        ]
    }

    private var barriers: [Answer] {
        func state(_ waiting: Int, phase: Int = 0, isBroken: Bool = false) -> ObjectState {
            .barrier(waiting: waiting, parties: 2, phase: phase, isBroken: isBroken)
        }
        return [
            Answer(
                cause: .init(action: .arrive, state: state(1), value: .integer(0)),
                look: .init(action: .inspect, state: state(1))),
            Answer(
                cause: .init(action: .abort, state: state(0, isBroken: true)),
                look: .init(action: .inspect, state: state(0, isBroken: true))),
            Answer(
                cause: .init(action: .reset, state: state(0, phase: 1)),
                look: .init(action: .inspect, state: state(0, phase: 1))),
            Answer(
                cause: .init(action: .abort, state: state(0, isBroken: true)),
                look: .init(action: .arrive, phase: .refused, state: state(0, isBroken: true))),
        ]
    }

    private var queues: [Answer] {
        func state(_ size: Int, unfinished: Int = 1, isShutDown: Bool = false) -> ObjectState {
            .queue(items: [], size: size, capacity: 1, unfinished: unfinished, isShutDown: isShutDown)
        }
        let put = Answer.Step(action: .put, state: state(1), value: .integer(1))
        let get = Answer.Step(action: .get, state: state(0), value: .integer(1))
        let shutdown = Answer.Step(action: .shutdown, state: state(0, isShutDown: true), value: .flag(false))
        return [
            Answer(cause: put, look: .init(action: .put, phase: .timeout, state: state(1))),
            Answer(cause: put, look: .init(action: .inspect, state: state(1))),
            Answer(cause: put, look: .init(action: .join, phase: .timeout, state: state(1))),
            Answer(cause: put, look: .init(action: .taskDone, state: state(1, unfinished: 0))),
            Answer(cause: get, look: .init(action: .get, phase: .timeout, state: state(0)), before: [put]),
            Answer(cause: get, look: .init(action: .inspect, state: state(0)), before: [put]),
            Answer(
                cause: .init(action: .taskDone, state: state(0, unfinished: 0)),
                look: .init(action: .taskDone, phase: .refused, state: state(0, unfinished: 0)),
                before: [put, get]),
            Answer(
                cause: shutdown, look: .init(action: .put, phase: .refused, state: state(0, isShutDown: true))
            ),
            Answer(
                cause: shutdown, look: .init(action: .get, phase: .refused, state: state(0, isShutDown: true))
            ),
        ]
    }

    private var futures: [Answer] {
        let begin = Answer.Step(action: .begin, state: .future(.running, runner: 1))
        let finish = Answer.Step(action: .finish, state: .future(.finished, runner: nil))
        return [
            Answer(cause: begin, look: .init(action: .inspect, state: begin.state)),
            Answer(cause: begin, look: .init(action: .cancel, state: begin.state, value: .flag(false))),
            Answer(cause: begin, look: .init(action: .begin, phase: .refused, state: begin.state)),
            Answer(cause: finish, look: .init(action: .inspect, state: finish.state)),
            Answer(cause: finish, look: .init(action: .cancel, state: finish.state, value: .flag(false))),
            Answer(cause: finish, look: .init(action: .finish, phase: .refused, state: finish.state)),
        ]
    }

    private func pool(_ queued: Int, isShutDown: Bool = false) -> ObjectState {
        .pool(queued: queued, workers: 1, idle: 0, isShutDown: isShutDown)
    }

    @Test(arguments: ObjectKind.allCases)
    func `comes after what brought it about`(_ kind: ObjectKind) {
        for answer in answers(of: kind) {
            var builder = TraceBuilder()
            for name in ["Ann", "Bob", "Carl"] { _ = builder.thread(name) }
            let object = builder.object(kind, "it")
            for step in answer.before { builder.add(step, by: 2, on: object) }
            // What was written before the cause is what the one who looks may read.
            let cause = builder.add(answer.cause, by: 1, on: object)
            let look = builder.add(answer.look, by: 0, on: object)
            #expect(
                builder.trace.happensBefore.happened(cause, before: look),
                "\(answer.cause.action) \(kind), then \(answer.look.action) \(answer.look.phase)")
        }
    }

    @Test func `is no order if nobody had to bring it about`() {
        for state in [ObjectState.event(isSet: false), .lock(owner: nil), .timer(.pending)] {
            var builder = TraceBuilder()
            for name in ["Ann", "Bob"] { _ = builder.thread(name) }
            let object = builder.object(state.kind, "it")
            let other = builder.event(1, .inspect, object, state: state)
            let look = builder.event(0, .inspect, object, state: state)
            #expect(!builder.trace.happensBefore.happened(other, before: look))
        }
    }
}

extension TraceBuilder {
    /// What a thread alone does, and what is no refusal, is on no object.
    @discardableResult
    fileprivate mutating func add(_ step: Answer.Step, by thread: ThreadID, on object: ObjectID) -> Int {
        let hasObject = step.action.hasObject || step.phase == .refused
        return event(
            thread, step.action, hasObject ? object : nil, step.phase, line: 1,
            state: hasObject ? step.state : nil, value: step.value)
    }
}
