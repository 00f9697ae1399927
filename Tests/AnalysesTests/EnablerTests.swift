import Analyses
import Events
import Testing
import Threading
import TraceSamples
import Tracing

/// Who made the end of a wait, or a start, possible: what the page draws as arrows.
@Suite struct `who enabled whom` {
    /// For each event that another thread made possible, that other's event.
    private func enabled(_ program: (inout TraceBuilder) -> Void) -> [Int: Int] {
        var builder = TraceBuilder()
        for name in ["main", "Ann", "Bob", "Carl", "Dan"] { _ = builder.thread(name) }
        program(&builder)
        let pairs = AnalysisContext(of: builder.trace).enablers.pairs
        return Dictionary(uniqueKeysWithValues: pairs.map { ($0.event, $0.by) })
    }

    @Test func `one notify wakes four waiters, and each is enabled by it`() {
        let enabled = enabled { builder in
            let condition = builder.object(.condition, "condition")
            func state(_ waiting: [Int], _ notified: [Int]) -> ObjectState {
                .condition(waiting: waiting, notified: notified)
            }
            for waiter in 1...4 {
                builder.event(waiter, .wait, condition, .wait, state: state(Array(1...waiter), []))
            }
            builder.event(
                0, .notify, condition, state: state([], [1, 2, 3, 4]),
                value: .list((1...4).map { .integer($0) }))
            for waiter in 1...4 {
                builder.event(waiter, .wait, condition, state: state([], Array(waiter..<4)))
            }
        }
        #expect(enabled == [5: 4, 6: 4, 7: 4, 8: 4])
    }

    @Test func `a waiter is woken by the notify that names it, though another came before it went on`() {
        let enabled = enabled { builder in
            let condition = builder.object(.condition, "condition")
            for waiter in [1, 2] { builder.event(waiter, .wait, condition, .wait) }
            for waiter in [1, 2] {
                builder.event(0, .notify, condition, value: .list([.integer(waiter)]))
            }
            for waiter in [1, 2] { builder.event(waiter, .wait, condition) }
        }
        #expect(enabled == [4: 2, 5: 3])
    }

    @Test func `of the items in a queue, the first is got; a place is made by the get that left one`() {
        let enabled = enabled { builder in
            let queue = builder.object(.queue, "mail")
            func items(_ size: Int) -> ObjectState {
                .queue(items: [], size: size, capacity: 2, unfinished: size, isShutDown: false)
            }
            builder.event(1, .get, queue, .wait, state: items(0))
            builder.event(2, .get, queue, .wait, state: items(0))
            builder.event(3, .put, queue, state: items(1), value: .integer(7))
            builder.event(3, .put, queue, state: items(2), value: .integer(8))
            builder.event(3, .put, queue, .wait, state: items(2))
            builder.event(1, .get, queue, state: items(1), value: .integer(7))
            builder.event(2, .get, queue, state: items(0), value: .integer(8))
            builder.event(3, .put, queue, state: items(1), value: .integer(9))
        }
        #expect(enabled == [5: 2, 6: 3, 7: 5])
    }

    @Test func `two releases before two acquires enable one each`() {
        let enabled = enabled { builder in
            let gate = builder.object(.semaphore, "gate")
            func event(_ thread: ThreadID, _ action: Action, _ phase: Phase, _ permits: Int) {
                builder.event(thread, action, gate, phase, state: .semaphore(permits: permits))
            }
            event(1, .acquire, .done, 1)
            event(2, .acquire, .done, 0)
            event(3, .acquire, .wait, 0)
            event(4, .acquire, .wait, 0)
            event(1, .release, .done, 1)
            event(2, .release, .done, 2)
            event(3, .acquire, .done, 1)
            event(4, .acquire, .done, 0)
        }
        #expect(enabled == [6: 4, 7: 5])
    }

    @Test func `a wait that a shutdown broke is ended by it; one that the watchdog interrupted, by nobody`() {
        let enabled = enabled { builder in
            let (queue, lock) = (builder.object(.queue, "queue"), builder.object(.lock, "A"))
            func items(isShutDown: Bool) -> ObjectState {
                .queue(items: [], size: 0, capacity: nil, unfinished: 0, isShutDown: isShutDown)
            }
            builder.acquire(2, lock)
            builder.event(1, .get, queue, .wait, state: items(isShutDown: false))
            builder.event(0, .shutdown, queue, state: items(isShutDown: true), value: .flag(false))
            builder.event(1, .get, queue, .refused, state: items(isShutDown: true))
            builder.want(1, lock, heldBy: 2)
            builder.release(2, lock)
            builder.event(1, .acquire, lock, .interrupt, state: .lock(owner: nil))
        }
        #expect(enabled == [3: 2])
    }

    @Test func `at a barrier the last to arrive lets all the others go`() {
        let enabled = enabled { builder in
            let barrier = builder.object(.barrier, "gate")
            func state(_ waiting: Int, phase: Int = 0) -> ObjectState {
                .barrier(waiting: waiting, parties: 3, phase: phase, isBroken: false)
            }
            for party in [0, 1] {
                builder.event(party, .arrive, barrier, state: state(party + 1))
                builder.event(party, .wait, barrier, .wait, state: state(party + 1))
            }
            builder.event(2, .arrive, barrier, state: state(3))
            builder.event(2, .set, barrier, state: state(0, phase: 1))
            for party in [0, 1] { builder.event(party, .wait, barrier, state: state(0, phase: 1)) }
        }
        #expect(enabled == [6: 5, 7: 5])
    }

    @Test func `a start is enabled by the starter, a join by the end, even one that comes after it`() {
        let enabled = enabled { builder in
            let lives = [builder.object(.thread, "Ann"), builder.object(.thread, "Bob")]
            builder.start(0)
            builder.start(1, by: 0)
            builder.start(2, by: 0)
            builder.event(0, .join, lives[0], .wait, state: .thread(.running, thread: 1))
            builder.event(1, .end)
            builder.event(0, .join, lives[0], state: .thread(.ended, thread: 1))
            builder.event(0, .join, lives[1], .wait, state: .thread(.running, thread: 2))
            builder.output(2, "the last thing that it does", line: 1)
            builder.event(0, .join, lives[1], state: .thread(.ended, thread: 2))
            builder.event(2, .end)
        }
        #expect(enabled == [1: 0, 2: 0, 5: 4, 8: 7])
    }

    @Test func `who gave up in time, or never had to wait, was enabled by nobody`() {
        let enabled = enabled { builder in
            let lock = builder.object(.lock, "A")
            builder.acquire(1, lock)
            builder.want(2, lock, heldBy: 1)
            builder.event(2, .acquire, lock, .timeout, state: .lock(owner: 1))
            builder.release(1, lock)
            builder.acquire(3, lock)
        }
        #expect(enabled.isEmpty)
    }

    @Test func `the second to get a lock is enabled by the release of the first`() {
        let enabled = enabled { builder in
            let lock = builder.object(.lock, "A")
            builder.acquire(1, lock)
            builder.want(2, lock, heldBy: 1)
            builder.want(3, lock, heldBy: 1)
            builder.release(1, lock)
            builder.acquire(2, lock)
            builder.release(2, lock)
            builder.acquire(3, lock)
        }
        #expect(enabled == [4: 3, 6: 5])
    }

    @Test func `are told by seq in a trace whose beginning was dropped`() {
        var builder = TraceBuilder()
        for name in ["main", "Ann"] { _ = builder.thread(name) }
        let lock = builder.object(.lock, "A")
        builder.acquire(0, lock)
        builder.want(1, lock, heldBy: 0)
        builder.release(0, lock)
        builder.acquire(1, lock)
        var trace = builder.trace
        trace.truncated = 100
        for index in trace.events.indices { trace.events[index].seq += 100 }
        #expect(AnalysisContext(of: trace).enablers.pairs == [Enablers.Pair(event: 103, by: 102)])
    }
}
