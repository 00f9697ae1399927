import Analyses
import Events
import Testing
import Threading
import TraceSamples
import Tracing

@Suite struct `lock-order inversions` {
    private struct Program {
        var builder = TraceBuilder()
        let locks: [ObjectID]

        init(threads: Int = 3, locks count: Int = 3) {
            for number in 0..<threads { _ = builder.thread("thread \(number)") }
            var locks: [ObjectID] = []
            for name in ["A", "B", "C", "D"].prefix(count) { locks.append(builder.object(.lock, name)) }
            self.locks = locks
        }

        /// A thread takes some locks in order, and lets them go in the other.
        mutating func nest(_ thread: ThreadID, _ order: [Int], line: UInt = 10) {
            for (depth, lock) in order.enumerated() {
                builder.acquire(thread, locks[lock], line: line + UInt(depth))
            }
            for lock in order.reversed() { builder.release(thread, locks[lock]) }
        }

        var inversions: [Finding] { builder.trace.found(by: LockOrderInversions()) }
    }

    @Test func `are found with the lines of all acquires, and predicted`() throws {
        var program = Program()
        program.nest(1, [0, 1], line: 10)
        program.nest(2, [1, 0], line: 20)
        let finding = try #require(program.inversions.first)
        #expect(program.inversions.count == 1)
        #expect(finding.kind.name == .lockOrderInversion && finding.isPredicted == true)
        #expect(
            finding.message
                == "Lock-order inversion: thread 1 took B (Scenarios/Test.swift:11) while it held A "
                + "(Scenarios/Test.swift:10), and thread 2 took A (Scenarios/Test.swift:21) while it held B "
                + "(Scenarios/Test.swift:20). The same steps in another order end in a deadlock; this time they did not."
        )
        #expect(finding.threads == [1, 2] && finding.objects == [0, 1] && finding.events == [0, 1, 4, 5])
        #expect(
            finding.cycle == [
                CycleLink(thread: 1, holds: [0], waitsFor: 1), CycleLink(thread: 2, holds: [1], waitsFor: 0),
            ])
    }

    @Test func `are none where all take the locks in the same order`() {
        var program = Program()
        for thread in 0..<3 { program.nest(thread, [0, 1, 2]) }
        #expect(program.inversions.isEmpty)
    }

    @Test func `are none behind a common gate`() {
        var program = Program()
        program.nest(1, [2, 0, 1])
        program.nest(2, [2, 1, 0])
        #expect(program.inversions.isEmpty)
    }

    @Test func `are none in one thread alone`() {
        var program = Program()
        program.nest(1, [0, 1])
        program.nest(1, [1, 0])
        #expect(program.inversions.isEmpty)
    }

    @Test func `are none where one thread is joined before the other is started`() {
        for joins in [true, false] {
            var program = Program()
            let life = program.builder.object(.thread, "thread 1")
            program.builder.start(1, by: 0)
            program.nest(1, [0, 1])
            program.builder.event(1, .end)
            if joins { program.builder.event(0, .join, life, state: .thread(.ended, thread: 1)) }
            program.builder.start(2, by: 0)
            program.nest(2, [1, 0])
            #expect(program.inversions.isEmpty == joins)
        }
    }

    @Test func `are none where one waits for an event that the other sets afterwards`() {
        for waits in [true, false] {
            var program = Program()
            let event = program.builder.object(.event, "go")
            program.nest(1, [0, 1])
            program.builder.event(1, .set, event, state: .event(isSet: true))
            if waits { program.builder.event(2, .wait, event, state: .event(isSet: true)) }
            program.nest(2, [1, 0])
            #expect(program.inversions.isEmpty == waits)
        }
    }

    @Test func `are found later though the first time they could not meet`() throws {
        var program = Program()
        let event = program.builder.object(.event, "go")
        program.nest(1, [0, 1], line: 10)
        program.builder.event(1, .set, event, state: .event(isSet: true))
        program.builder.event(2, .wait, event, state: .event(isSet: true))
        program.nest(2, [1, 0], line: 20)
        program.nest(1, [0, 1], line: 30)
        let finding = try #require(program.inversions.first)
        #expect(finding.message.contains(":31)") && finding.message.contains(":21)"))
    }

    @Test func `may be circles of three, and one circle is told once`() throws {
        var program = Program()
        for _ in 0..<50 {
            for (thread, order) in [(0, [0, 1]), (1, [1, 2]), (2, [2, 0])] { program.nest(thread, order) }
        }
        let finding = try #require(program.inversions.first)
        #expect(program.inversions.count == 1)
        #expect(finding.threads == [0, 1, 2] && finding.objects == program.locks)
        #expect(finding.isPredicted == true)
    }

    @Test func `are not predicted where a value that was read rules it out`() throws {
        // Thread 2 takes the locks because it has read what thread 1 wrote inside both: it cannot do so before.
        var program = Program()
        let flag = program.builder.object(.variable, "flag")
        program.builder.acquire(1, 0)
        program.builder.acquire(1, 1)
        program.builder.event(1, .write, flag, value: .integer(1))
        program.builder.release(1, 1)
        program.builder.release(1, 0)
        program.builder.event(2, .read, flag, value: .integer(1))
        program.nest(2, [1, 0])
        let finding = try #require(program.inversions.first)
        #expect(finding.isPredicted == false)
        #expect(finding.message.hasSuffix("In another order they might deadlock; this time they did not."))
    }

    @Test func `are none where one gives up in time, or does not wait at all`() {
        for timeoutNs in [Int64?.none, 0, 1_000_000] {
            var program = Program()
            program.nest(1, [0, 1])
            program.builder.acquire(2, 1)
            program.builder.acquire(2, 0, timeoutNs: timeoutNs)
            #expect(program.inversions.isEmpty == (timeoutNs != nil))
        }
    }

    @Test func `count a lock that was only tried as held`() {
        var program = Program()
        for (thread, order) in [(1, [0, 1]), (2, [1, 0])] {
            program.builder.acquire(thread, order[0], timeoutNs: 0)
            program.builder.acquire(thread, order[1])
            for lock in order.reversed() { program.builder.release(thread, lock) }
        }
        #expect(program.inversions.map(\.isPredicted) == [true])
    }

    @Test func `are not predicted where another thread may release one of the locks`() {
        var program = Program()
        program.builder.acquire(1, 0, isScoped: false)
        program.builder.acquire(1, 1)
        for lock in [1, 0] { program.builder.release(1, lock) }
        program.nest(2, [1, 0])
        #expect(program.inversions.map(\.isPredicted) == [false])
    }

    @Test func `are not told of locks that did deadlock`() {
        var program = Program()
        program.nest(1, [0, 1])
        program.nest(2, [1, 0])
        #expect(program.builder.trace.findings(isStandstill: false).map(\.kind.name) == [.lockOrderInversion])
        program.builder.acquire(1, 0)
        program.builder.acquire(2, 1)
        program.builder.want(1, 1, heldBy: 2)
        program.builder.want(2, 0, heldBy: 1)
        #expect(program.builder.trace.findings(isStandstill: false).map(\.kind.name) == [.deadlock])
    }

    @Test func `know that an rlock is held until its last release, and taken at its first acquire`() {
        var builder = TraceBuilder()
        for number in 0..<2 { _ = builder.thread("thread \(number)") }
        let (a, b) = (builder.object(.rlock, "A"), builder.object(.rlock, "B"))
        func acquire(_ thread: ThreadID, _ lock: ObjectID, _ count: Int) {
            builder.event(thread, .acquire, lock, state: .rlock(owner: thread, count: count))
        }
        func release(_ thread: ThreadID, _ lock: ObjectID, _ count: Int) {
            builder.event(
                thread, .release, lock, state: .rlock(owner: count == 0 ? nil : thread, count: count))
        }
        acquire(0, a, 1)
        acquire(0, b, 1)
        acquire(0, a, 2)
        release(0, a, 1)
        release(0, b, 0)
        release(0, a, 0)
        #expect(
            builder.trace.found(by: LockOrderInversions()).isEmpty,
            "it had A already when it took it holding B")
        acquire(1, b, 1)
        acquire(1, b, 2)
        release(1, b, 1)
        acquire(1, a, 1)
        #expect(builder.trace.found(by: LockOrderInversions()).count == 1)
    }

    /// Small programs of locks alone, whose every interleaving can be tried.
    @Test func `agree with every interleaving of small programs`() {
        let first = UInt64.random(in: 0...(.max))
        var (deadlocking, fine, predicted) = (0, 0, 0)
        for seed in (0..<1500).map({ first &+ $0 }) {
            var generator = SplitMix64(seed: seed)
            let program = LockProgram(threads: Int.random(in: 2...3, using: &generator), &generator)
            guard let trace = program.run(&generator) else { continue }
            let findings = trace.found(by: LockOrderInversions())
            if program.canDeadlock {
                deadlocking += 1
                #expect(!findings.isEmpty, "seed \(seed)")
            } else {
                fine += 1
                #expect(findings.allSatisfy { $0.isPredicted == false }, "seed \(seed)")
            }
            predicted += findings.count { $0.isPredicted == true }
        }
        #expect(deadlocking > 20 && fine > 20 && predicted > 20, "\(deadlocking), \(fine), \(predicted)")
    }
}

/// Threads that take and release locks, in any order and nesting, and do nothing else.
private struct LockProgram {
    private enum Step: Hashable {
        case take(Int)
        case drop(Int)
    }

    private let threads: [[Step]]
    private static let locks = 3

    init(threads count: Int, _ generator: inout SplitMix64) {
        threads = (0..<count).map { _ in
            var (steps, held): ([Step], [Int]) = ([], [])
            for _ in 0..<6 {
                let free = (0..<Self.locks).filter { !held.contains($0) }
                if let lock = free.randomElement(using: &generator),
                    held.count < 2 || Bool.random(using: &generator)
                {
                    held.append(lock)
                    steps.append(.take(lock))
                } else if let lock = held.randomElement(using: &generator) {
                    held.removeAll { $0 == lock }
                    steps.append(.drop(lock))
                }
            }
            return steps + held.reversed().map { .drop($0) }
        }
    }

    /// Which threads can do their next step, after so many of each.
    private func enabled(_ done: [Int]) -> [Int] {
        let taken = Set(
            zip(threads, done).flatMap { steps, count in
                steps.prefix(count).reduce(into: Set<Int>()) { held, step in
                    switch step {
                    case .take(let lock): held.insert(lock)
                    case .drop(let lock): held.remove(lock)
                    }
                }
            })
        return threads.indices.filter { thread in
            guard done[thread] < threads[thread].count else { return false }
            if case .take(let lock) = threads[thread][done[thread]] { return !taken.contains(lock) }
            return true
        }
    }

    /// Whether some interleaving ends with threads that wait.
    var canDeadlock: Bool {
        var seen: Set<[Int]> = []
        var open = [Array(repeating: 0, count: threads.count)]
        while let state = open.popLast() {
            let next = enabled(state)
            if next.isEmpty && zip(threads, state).contains(where: { $0.count > $1 }) { return true }
            for thread in next {
                var after = state
                after[thread] += 1
                if seen.insert(after).inserted { open.append(after) }
            }
        }
        return false
    }

    /// The trace of one interleaving; nil if it deadlocks.
    func run(_ generator: inout SplitMix64) -> Trace? {
        var builder = TraceBuilder()
        for number in threads.indices { _ = builder.thread("thread \(number)") }
        let locks = (0..<Self.locks).map { builder.object(.lock, "lock \($0)") }
        var done = Array(repeating: 0, count: threads.count)
        while let thread = enabled(done).randomElement(using: &generator) {
            switch threads[thread][done[thread]] {
            case .take(let lock): builder.acquire(thread, locks[lock])
            case .drop(let lock): builder.release(thread, locks[lock])
            }
            done[thread] += 1
        }
        return zip(threads, done).allSatisfy { $0.count == $1 } ? builder.trace : nil
    }
}
