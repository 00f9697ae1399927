import Analyses
import Events
import Testing
import Threading
import TraceSamples
import Tracing

@Suite struct `happens-before` {
    @Test func `agrees with the blackboard on random traces, pair by pair`() {
        let first = UInt64.random(in: 0...(.max))
        var ordered = 0
        for seed in (0..<60).map({ first &+ $0 }) {
            let random = RandomTrace(seed: seed)
            let trace = random.builder.trace
            let naive = NaiveOrder(of: trace, permits: random.permits, capacity: random.capacity)
            let order = trace.happensBefore
            for second in trace.events.indices {
                let past = trace.events.indices.filter { order.happened($0, before: second) }
                #expect(Set(past) == naive.past[second], "seed \(seed), event \(second)")
                ordered += past.count { trace.events[$0].thread != trace.events[second].thread }
            }
        }
        #expect(ordered > 10_000, "the threads had something to do with one another")
    }

    @Test func `gives an event's past and future thread by thread`() {
        let first = UInt64.random(in: 0...(.max))
        for seed in (0..<20).map({ first &+ $0 }) {
            let trace = RandomTrace(seed: seed).builder.trace
            let order = trace.happensBefore
            for event in trace.events.indices {
                var last: [ThreadID: Int] = [:]
                var next: [ThreadID: Int] = [:]
                for other in trace.events.indices {
                    let thread = trace.events[other].thread
                    if order.happened(other, before: event) { last[thread] = other }
                    if order.happened(event, before: other), next[thread] == nil { next[thread] = other }
                }
                let cuts = { (all: [ThreadID: Int]) in
                    all.sorted { $0.key < $1.key }.map { HappensBefore.Cut(thread: $0, seq: $1) }
                }
                #expect(order.past(of: event) == cuts(last), "seed \(seed), event \(event)")
                #expect(order.future(of: event) == cuts(next), "seed \(seed), event \(event)")
            }
        }
    }

    @Test func `knows nothing of events that the trace does not have`() {
        var builder = TraceBuilder()
        builder.start(builder.thread("main"))
        let order = builder.trace.happensBefore
        #expect(order.past(of: 1) == nil && order.future(of: -1) == nil)
        #expect(!order.happened(0, before: 1) && !order.happened(0, before: 0))
        #expect(!order.areConcurrent(0, 0) && !order.areConcurrent(0, 1))
        #expect(order.past(of: 0) == [] && order.future(of: 0) == [])
    }

    /// Two threads and an object, on which the first acts and then the second.
    private struct Pair {
        var builder = TraceBuilder()
        let object: ObjectID

        init(_ kind: ObjectKind) {
            _ = (builder.thread("Ann"), builder.thread("Bob"))
            object = builder.object(kind, "it")
        }

        mutating func done(
            _ thread: ThreadID, _ action: Action, _ state: ObjectState?, _ value: TraceValue = .none,
            phase: Phase = .done
        ) -> Int {
            builder.event(thread, action, object, phase, state: state, value: value)
        }

        func isOrdered(_ first: Int, _ second: Int) -> Bool {
            builder.trace.happensBefore.happened(first, before: second)
        }
    }

    @Test func `a semaphore's own permits order nothing, those that were released do`() {
        var pair = Pair(.semaphore)
        _ = pair.done(0, .acquire, .semaphore(permits: 1))
        let release = pair.done(0, .release, .semaphore(permits: 2))
        let own = pair.done(1, .acquire, .semaphore(permits: 1))
        let released = pair.done(1, .acquire, .semaphore(permits: 0))
        #expect(!pair.isOrdered(release, own), "one of the two permits was never taken")
        #expect(pair.isOrdered(release, released))
    }

    @Test func `an item's put comes before its get, in a stack and in a heap too`() {
        func items(_ size: Int) -> ObjectState {
            .queue(items: [], size: size, capacity: nil, unfinished: 0, isShutDown: false)
        }
        var stack = Pair(.queue)
        let puts = [7, 7, 8].enumerated().map { stack.done(0, .put, items($0 + 1), .integer($1)) }
        let gets = [8, 7, 7].enumerated().map { stack.done(1, .get, items(2 - $0), .integer($1)) }
        #expect(stack.isOrdered(puts[2], gets[0]) && stack.isOrdered(puts[1], gets[1]))
        var heap = Pair(.queue)
        let high = heap.done(0, .put, items(1), .integer(9))
        let low = heap.done(0, .put, items(2), .integer(1))
        let middle = heap.done(0, .put, items(3), .integer(5))
        let got = heap.done(1, .get, items(2), .integer(1))
        #expect(heap.isOrdered(low, got) && heap.isOrdered(high, got) && !heap.isOrdered(middle, got))
    }

    @Test func `a get makes room for the put that waited for it`() {
        var pair = Pair(.queue)
        func items(_ size: Int) -> ObjectState {
            .queue(items: [], size: size, capacity: 1, unfinished: 0, isShutDown: false)
        }
        _ = pair.done(0, .put, items(1), .integer(1))
        _ = pair.done(0, .put, items(1), phase: .wait)
        let get = pair.done(1, .get, items(0), .integer(1))
        let put = pair.done(0, .put, items(1), .integer(2))
        #expect(pair.isOrdered(get, put))
    }

    @Test func `a shutdown comes before what it refuses`() {
        var pair = Pair(.queue)
        let shut = ObjectState.queue(items: [], size: 0, capacity: nil, unfinished: 0, isShutDown: true)
        let shutdown = pair.done(0, .shutdown, shut, .flag(false))
        let refusal = pair.done(1, .get, shut, .text("queue has been shut down."), phase: .refused)
        #expect(pair.isOrdered(shutdown, refusal))
    }

    @Test func `a submit comes before the take of its job, and not of another`() {
        var pair = Pair(.pool)
        func staff(_ queued: Int) -> ObjectState {
            .pool(queued: queued, workers: 1, idle: 0, isShutDown: false)
        }
        let submits = [pair.done(0, .submit, staff(1)), pair.done(0, .submit, staff(2))]
        let take = pair.done(1, .take, staff(1), .flag(true))
        #expect(pair.isOrdered(submits[0], take) && !pair.isOrdered(submits[1], take))
    }

    @Test func `a future's end comes before whatever finds it ended`() {
        var pair = Pair(.future)
        let look = pair.done(1, .inspect, .future(.running, runner: 0))
        let finish = pair.done(0, .finish, .future(.finished, runner: nil))
        let after = pair.done(0, .callback, .future(.finished, runner: nil))
        let get = pair.done(1, .get, .future(.finished, runner: nil))
        #expect(pair.isOrdered(finish, get) && !pair.isOrdered(after, get) && !pair.isOrdered(look, finish))
    }

    @Test func `a timer's cancellation comes before the end of its wait`() {
        var pair = Pair(.timer)
        _ = pair.done(1, .wait, .timer(.pending), phase: .wait)
        let cancel = pair.done(0, .cancel, .timer(.cancelled), .flag(true))
        let end = pair.done(1, .wait, .timer(.cancelled))
        #expect(pair.isOrdered(cancel, end))
    }

    @Test func `an abort comes before the end of the waits that it breaks`() {
        var pair = Pair(.barrier)
        let arrive = pair.done(
            1, .arrive, .barrier(waiting: 1, parties: 3, phase: 0, isBroken: false), .integer(0))
        let broken = ObjectState.barrier(waiting: 1, parties: 3, phase: 0, isBroken: true)
        let abort = pair.done(0, .abort, broken)
        let end = pair.done(1, .wait, broken)
        #expect(pair.isOrdered(abort, end) && !pair.isOrdered(arrive, abort))
    }

    @Test func `is kept by a trace that has lost its beginning`() {
        var pair = Pair(.lock)
        _ = pair.done(0, .acquire, .lock(owner: 0))
        let release = pair.done(0, .release, .lock(owner: nil))
        let acquire = pair.done(1, .acquire, .lock(owner: 1))
        var trace = pair.builder.trace
        trace.events.removeFirst()
        trace.truncated = 1
        let order = trace.happensBefore
        #expect(order.happened(release, before: acquire))
        #expect(order.past(of: acquire) == [HappensBefore.Cut(thread: 0, seq: release)])
        #expect(order.past(of: 0) == nil)
    }
}
