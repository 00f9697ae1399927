import Analyses
import Events
import Testing
import Threading
import TraceSamples
import Tracing

@Suite struct `the deadlock analysis` {
    @Test func `names a lock cycle with its threads, its locks and their lines`() throws {
        var builder = TraceBuilder()
        let (ann, bob) = (builder.thread("Ann"), builder.thread("Bob"))
        let (a, b) = (builder.object(.lock, "A"), builder.object(.lock, "B"))
        builder.acquire(ann, a)
        builder.acquire(bob, b)
        let first = builder.want(ann, b, heldBy: bob, line: 7)
        let second = builder.want(bob, a, heldBy: ann, line: 9)
        builder.event(ann, .acquire, b, .interrupt, state: .lock(owner: bob))
        builder.release(ann, a)
        let findings = builder.trace.found(by: Deadlocks(), isStandstill: true)
        let finding = try #require(findings.first)
        #expect(findings.count == 1)
        #expect(finding.kind.name == .deadlock)
        #expect(
            finding.message
                == "Lock cycle: Ann waits for B, which Bob holds (Scenarios/Test.swift:7); "
                + "Bob waits for A, which Ann holds (Scenarios/Test.swift:9).")
        #expect(finding.threads == [ann, bob] && finding.objects == [a, b])
        #expect(finding.events == [first, second])
        #expect(
            finding.cycle == [
                CycleLink(thread: ann, holds: [a], waitsFor: b),
                CycleLink(thread: bob, holds: [b], waitsFor: a),
            ])
    }

    @Test func `names a thread that waits for itself`() throws {
        var builder = TraceBuilder()
        let thread = builder.thread("Ann")
        let lock = builder.object(.lock, "A")
        builder.acquire(thread, lock)
        builder.want(thread, lock, heldBy: thread, line: 7)
        let finding = try #require(builder.trace.found(by: Deadlocks(), isStandstill: true).first)
        #expect(
            finding.message
                == "Self-deadlock: Ann waits for A, which it holds itself (Scenarios/Test.swift:7).")
        #expect(finding.cycle == [CycleLink(thread: thread, holds: [lock], waitsFor: lock)])
    }

    @Test func `names a circle of joins`() throws {
        var builder = TraceBuilder()
        let (ann, bob) = (builder.thread("Ann"), builder.thread("Bob"))
        let (annsLife, bobsLife) = (builder.object(.thread, "Ann"), builder.object(.thread, "Bob"))
        builder.event(ann, .join, bobsLife, .wait, state: .thread(.running, thread: bob))
        builder.event(bob, .join, annsLife, .wait, state: .thread(.running, thread: ann))
        let finding = try #require(builder.trace.found(by: Deadlocks(), isStandstill: true).first)
        #expect(
            finding.message == "Join cycle: Ann waits for Bob, which Bob is; Bob waits for Ann, which Ann is."
        )
        #expect(finding.cycle?.map(\.holds) == [[], []])
    }

    @Test func `names a circle through a future and a lock`() throws {
        var builder = TraceBuilder()
        let (main, worker) = (builder.thread("main"), builder.thread("worker"))
        let (lock, future) = (builder.object(.lock, "lock"), builder.object(.future, "answer"))
        builder.acquire(main, lock)
        builder.event(worker, .begin, future, state: .future(.running, runner: worker))
        builder.event(main, .get, future, .wait, state: .future(.running, runner: worker))
        builder.want(worker, lock, heldBy: main)
        let finding = try #require(builder.trace.found(by: Deadlocks(), isStandstill: true).first)
        #expect(
            finding.message.hasPrefix(
                "Deadlock: main waits for answer, which worker computes; worker waits for lock, which main holds"
            ))
    }

    @Test func `finds a cycle though other threads go on`() {
        var builder = TraceBuilder()
        let threads = (0..<3).map { builder.thread("thread \($0)") }
        let (a, b, count) = (
            builder.object(.lock, "A"), builder.object(.lock, "B"), builder.object(.variable, "count")
        )
        builder.acquire(0, a)
        builder.acquire(1, b)
        builder.want(0, b, heldBy: 1)
        builder.event(threads[2], .write, count, state: .variable(.integer(1)))
        builder.want(1, a, heldBy: 0)
        builder.event(threads[2], .write, count, state: .variable(.integer(2)))
        #expect(builder.trace.found(by: Deadlocks(), isStandstill: false).map(\.threads) == [[0, 1]])
    }

    @Test func `calls a circle that others can open no deadlock while they go on`() throws {
        for (isScoped, isStandstill) in [(true, false), (false, false), (false, true)] {
            var builder = TraceBuilder()
            let (ann, bob) = (builder.thread("Ann"), builder.thread("Bob"))
            let (a, b) = (builder.object(.lock, "A"), builder.object(.lock, "B"))
            builder.acquire(ann, a)
            builder.acquire(bob, b, isScoped: isScoped)
            let first = builder.want(ann, b, heldBy: bob, line: 7, isScoped: isScoped)
            let second = builder.want(bob, a, heldBy: ann, line: 9)
            let found = builder.trace.found(by: Deadlocks(), isStandstill: isStandstill)
            let finding = try #require(found.first)
            #expect(found.count == 1)
            #expect(finding.kind.name == (isScoped || isStandstill ? .deadlock : .circularWait))
            #expect(finding.cycle?.map(\.waitsFor) == [b, a] && finding.events == [first, second])
            guard !isScoped && !isStandstill else { continue }
            #expect(
                finding.message
                    == "Waits in a circle: Ann waits for B, which Bob holds (Scenarios/Test.swift:7); Bob waits "
                    + "for A, which Ann holds (Scenarios/Test.swift:9). It is no deadlock as long as another "
                    + "thread goes on: any thread may release B.")
        }
    }

    @Test func `calls no circle what a time limit will open`() {
        for isTimed in [true, false] {
            var builder = TraceBuilder()
            for name in ["Ann", "Bob"] { _ = builder.thread(name) }
            let (a, b) = (builder.object(.lock, "A"), builder.object(.lock, "B"))
            builder.acquire(0, a)
            builder.acquire(1, b)
            builder.want(0, b, heldBy: 1, timeoutNs: isTimed ? 1_000_000 : nil)
            builder.want(1, a, heldBy: 0)
            #expect(builder.trace.found(by: Deadlocks()).isEmpty == isTimed)
        }
    }

    @Test func `calls a lock of one who has ended lost only if nobody else may release it`() {
        for (isStandstill, kind) in [
            (true, ObjectKind.lock), (false, .lock), (true, .rlock), (false, .rlock),
        ] {
            var builder = TraceBuilder()
            for name in ["Ann", "Bob"] { _ = builder.thread(name) }
            let lock = builder.object(kind, "A")
            let held: ObjectState = kind == .lock ? .lock(owner: 0) : .rlock(owner: 0, count: 1)
            builder.event(0, .acquire, lock, state: held)
            builder.event(0, .end)
            builder.event(1, .acquire, lock, .wait, state: held)
            let found = builder.trace.found(by: Deadlocks(), isStandstill: isStandstill)
            #expect(found.isEmpty == (kind == .lock && !isStandstill))
        }
    }

    @Test func `tells at a standstill of those as well who wait beside a circle`() {
        var builder = TraceBuilder()
        for number in 0..<4 { _ = builder.thread("thread \(number)") }
        let (a, b, go) = (
            builder.object(.lock, "A"), builder.object(.lock, "B"), builder.object(.event, "go")
        )
        builder.event(3, .wait, go, .wait, state: .event(isSet: false))
        builder.acquire(1, a)
        builder.acquire(2, b)
        builder.want(0, a, heldBy: 1)
        builder.want(1, b, heldBy: 2)
        builder.want(2, a, heldBy: 1)
        #expect(builder.trace.found(by: Deadlocks(), isStandstill: true).map(\.threads) == [[1, 2], [3]])
    }

    @Test func `names those who wait for what nobody is left to do`() throws {
        var builder = TraceBuilder()
        let (ann, bob) = (builder.thread("Ann"), builder.thread("Bob"))
        let (event, queue) = (builder.object(.event, "go"), builder.object(.queue, "mail"))
        let empty = ObjectState.queue(items: [], size: 0, capacity: nil, unfinished: 0, isShutDown: false)
        let first = builder.event(bob, .get, queue, .wait, line: 5, state: empty)
        let second = builder.event(ann, .wait, event, .wait, line: 4, state: .event(isSet: false))
        builder.event(ann, .wait, event, .interrupt)
        builder.event(bob, .get, queue, .interrupt)
        let findings = builder.trace.found(by: Deadlocks(), isStandstill: true)
        let finding = try #require(findings.first)
        #expect(findings.count == 1)
        #expect(
            finding.message
                == "Standstill: Ann waits for go (Scenarios/Test.swift:4); Bob waits for mail (Scenarios/Test.swift:5);"
                + " and no thread is left that could end a wait.")
        #expect(finding.threads == [ann, bob] && finding.objects == [event, queue])
        #expect(finding.events == [second, first])
        #expect(finding.cycle == [])
        #expect(
            builder.trace.found(by: Deadlocks(), isStandstill: false).isEmpty,
            "without a standstill it proves nothing")
    }

    @Test func `leaves those who wait outside of the cycle out of the finding`() throws {
        var builder = TraceBuilder()
        for number in 0..<3 { _ = builder.thread("thread \(number)") }
        let (a, b) = (builder.object(.lock, "A"), builder.object(.lock, "B"))
        builder.acquire(1, a)
        builder.acquire(2, b)
        builder.want(0, a, heldBy: 1)
        builder.want(1, b, heldBy: 2)
        builder.want(2, a, heldBy: 1)
        #expect(builder.trace.found(by: Deadlocks(), isStandstill: true).map(\.threads) == [[1, 2]])
    }

    @Test func `finds nothing where everything went well`() {
        var builder = TraceBuilder()
        for number in 0..<2 { _ = builder.thread("thread \(number)") }
        let lock = builder.object(.lock, "A")
        builder.acquire(0, lock)
        builder.want(1, lock, heldBy: 0)
        builder.release(0, lock)
        builder.acquire(1, lock)
        builder.release(1, lock)
        #expect(builder.trace.found(by: Deadlocks(), isStandstill: false).isEmpty)
    }
}
