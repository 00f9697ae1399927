import Events
import Testing
import Threading
import TraceSamples
import Tracing

@Suite struct `the wait-for graph` {
    @Test func `knows who holds and who waits at each moment`() {
        var builder = TraceBuilder()
        let (one, two) = (builder.thread("one"), builder.thread("two"))
        let lock = builder.object(.lock, "lock")
        let held = builder.acquire(one, lock)
        let wanted = builder.want(two, lock, heldBy: one)
        let freed = builder.release(one, lock)
        let taken = builder.acquire(two, lock)

        func graph(after seq: Int) -> WaitForGraph { WaitForGraph(of: builder.trace, before: seq + 1) }
        #expect(graph(after: -1).holder(of: lock) == nil)
        #expect(graph(after: held).holder(of: lock) == one)
        #expect(graph(after: held).waits.isEmpty)
        #expect(graph(after: wanted).waits.keys.sorted() == [two])
        #expect(graph(after: wanted).holdings(of: one) == [lock])
        #expect(graph(after: freed).holder(of: lock) == nil)
        #expect(graph(after: freed).waits.keys.sorted() == [two], "it is free, but not taken yet")
        #expect(graph(after: taken).holder(of: lock) == two)
        #expect(graph(after: taken).waits.isEmpty)
    }

    @Test(arguments: [Phase.done, .timeout, .interrupt, .refused])
    func `takes any end of a wait for its end`(_ phase: Phase) {
        var builder = TraceBuilder()
        let thread = builder.thread("one")
        let queue = builder.object(.queue, "queue")
        builder.event(thread, .get, queue, .wait)
        builder.event(thread, .get, queue, phase)
        #expect(WaitForGraph(of: builder.trace, before: .max).waits.isEmpty)
    }

    @Test func `takes a sleep for no wait, since nobody can be to blame`() {
        var builder = TraceBuilder()
        let thread = builder.thread("one")
        builder.event(thread, .sleep, nil, .wait)
        #expect(WaitForGraph(of: builder.trace, before: .max).waits.isEmpty)
    }

    @Test func `follows a lock to its owner, a future to its runner, and a join to its thread`() {
        var builder = TraceBuilder()
        let threads = (0..<4).map { builder.thread("thread \($0)") }
        let (lock, future) = (builder.object(.rlock, "lock"), builder.object(.future, "future"))
        let life = builder.object(.thread, "thread 3")
        builder.event(threads[1], .acquire, lock, state: .rlock(owner: threads[1], count: 2))
        builder.event(threads[2], .begin, future, state: .future(.running, runner: threads[2]))
        builder.event(threads[0], .join, life, .wait, state: .thread(.running, thread: threads[3]))
        let graph = WaitForGraph(of: builder.trace, before: .max)
        #expect(graph.holder(of: lock) == threads[1])
        #expect(graph.holder(of: future) == threads[2])
        #expect(graph.holder(of: life) == threads[3])
        #expect(graph.holdings(of: threads[1]) == [lock])
        #expect(graph.holdings(of: threads[2]) == [future])
        #expect(graph.holdings(of: threads[3]) == [], "being oneself is not a thing to let go")
    }

    @Test func `follows nothing that anybody may end the wait for`() {
        var builder = TraceBuilder()
        let thread = builder.thread("one")
        let states: [(ObjectKind, ObjectState)] = [
            (.semaphore, .semaphore(permits: 0)), (.event, .event(isSet: false)),
            (.condition, .condition(waiting: [0], notified: [])),
            (.barrier, .barrier(waiting: 1, parties: 2, phase: 0, isBroken: false)),
            (.queue, .queue(items: [], size: 0, capacity: nil, unfinished: 0, isShutDown: false)),
            (.future, .future(.pending, runner: nil)), (.thread, .thread(.new, thread: 0)),
            (.thread, .thread(.ended, thread: 0)), (.lock, .lock(owner: nil)),
        ]
        for (kind, state) in states {
            let object = builder.object(kind, "\(kind)")
            builder.event(thread, .inspect, object, state: state)
            #expect(WaitForGraph(of: builder.trace, before: .max).holder(of: object) == nil, "\(state)")
        }
    }

    @Test(arguments: 1...5) func `finds a circle of any length, in order`(_ count: Int) {
        var builder = TraceBuilder()
        let threads = (0..<count).map { builder.thread("thread \($0)") }
        let locks = (0..<count).map { builder.object(.lock, "lock \($0)") }
        for index in 0..<count { builder.acquire(threads[index], locks[index]) }
        for index in 0..<count {
            #expect(WaitForGraph(of: builder.trace, before: .max).cycles.isEmpty)
            let next = (index + 1) % count
            builder.want(threads[index], locks[next], heldBy: threads[next])
        }
        let cycles = WaitForGraph(of: builder.trace, before: .max).cycles
        #expect(
            cycles == [
                (0..<count).map {
                    CycleLink(thread: threads[$0], holds: [locks[$0]], waitsFor: locks[($0 + 1) % count])
                }
            ])
    }

    @Test func `finds two circles, and leaves out those who only wait for them`() {
        var builder = TraceBuilder()
        let threads = (0..<6).map { builder.thread("thread \($0)") }
        let locks = (0..<4).map { builder.object(.lock, "lock \($0)") }
        for index in 0..<4 { builder.acquire(threads[index], locks[index]) }
        // 4 waits for the first circle, 5 for what 4 would need to let go.
        builder.want(threads[4], locks[0], heldBy: 0)
        builder.want(threads[5], locks[0], heldBy: 0)
        for (thread, lock) in [(0, 1), (1, 0), (2, 3), (3, 2)] {
            builder.want(thread, locks[lock], heldBy: lock)
        }
        let cycles = WaitForGraph(of: builder.trace, before: .max).cycles
        #expect(cycles.map { $0.map(\.thread) } == [[0, 1], [2, 3]])
    }
}
