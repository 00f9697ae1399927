import Exploration
import LockstepTestKit
import Scheduling
import Testing
import Threading

/// Where one call is many steps, and the order of operations is not the point: what must hold of every schedule.
@Suite struct `in every schedule, a barrier` {
    /// What a wait at a barrier came to.
    private enum Wait: Hashable { case index(Int), broken, failed }

    private struct ActionFailed: Error {}

    private static let passes: Set<Ending<[Wait]>> = [
        .completed([.index(0), .index(1)]), .completed([.index(1), .index(0)]),
    ]
    /// Somebody broke the barrier after both had come: whoever came last has passed.
    private static let breaksLate: Set<Ending<[Wait]>> = [
        .completed([.broken, .index(1)]), .completed([.index(1), .broken]),
    ]
    private static let breaks = Ending.completed([Wait.broken, .broken])

    @Test func `gives every party an index of its own, in each phase`() {
        let report = explore { () -> [[Int]] in
            let barrier = try Barrier(2)
            let indices = [Shared<[Int]>([]), Shared<[Int]>([])]
            try runAll(
                indices.map { own in
                    { @Sendable in
                        let first = try barrier.wait()
                        try own.write([first, barrier.wait()])
                    }
                })
            return indices.map(\.finalValue)
        }
        let expected = [(0, 0), (0, 1), (1, 0), (1, 1)].map { first, second in
            Ending.completed([[first, second], [1 - first, 1 - second]])
        }
        #expect(report.endSet == Set(expected))
        #expect(report.verdict == .proved)
    }

    @Test func `lets nobody pass before all have come`() {
        #expect(meeting { try Meeting(Barrier(2)) }.endSet == [.completed([2, 2])])
        #expect(meeting { try Meeting(Barrier(3)) }.endSet == [.deadlock])
    }

    @Test func `that looks how many have come, and then counts one more, is found out`() {
        let report = meeting {
            let (count, isFull) = (Shared(0), Event())
            return Meeting {
                let seen = try count.read()
                try count.write(seen + 1)
                if seen == 1 { isFull.set() } else { try isFull.wait() }
            }
        }
        #expect(report.endSet.contains(.deadlock))
    }

    @Test func `that lets the first pass at once is found out`() {
        let report = meeting { Meeting {} }
        #expect(report.endSet.contains(.completed([1, 2])))
    }

    @Test func `lets both pass or breaks for both, if one gives up`() {
        let report = waits(on: { try Barrier(2) }, timeout: .seconds(1)) { _ in }
        #expect(report.endSet == Self.passes.union([Self.breaks]))
    }

    @Test func `lets both pass or breaks for both, if it is aborted before the last has come`() {
        let report = waits(on: { try Barrier(2) }) { $0.abort() }
        #expect(report.endSet == Self.passes.union(Self.breaksLate).union([Self.breaks]))
    }

    @Test func `that is reset after the first came waits for the second in vain`() {
        let report = waits(on: { try Barrier(2) }) { $0.reset() }
        #expect(report.endSet == Self.passes.union([.deadlock]))
    }

    @Test func `whose action fails fails for the last, and breaks for the others`() {
        let report = waits(on: { try Barrier(2) { throw ActionFailed() } }) { _ in }
        #expect(report.endSet == [.completed([.failed, .broken]), .completed([.broken, .failed])])
    }

    @Test func `does its action once in a phase, before anybody passes`() {
        let report = explore { () -> [Int] in
            let phases = Shared(0)
            let barrier = try Barrier(2) { try phases.write(phases.read() + 1) }
            let seen = [Shared(0), Shared(0)]
            try runAll(
                seen.map { seen in
                    { @Sendable in
                        try barrier.wait()
                        try seen.write(phases.read())
                    }
                })
            return seen.map(\.finalValue) + [phases.finalValue]
        }
        #expect(report.endSet == [.completed([1, 1, 1])])
    }

    /// A meeting point of two.
    private struct Meeting: Sendable {
        let meet: @Sendable () throws -> Void

        init(_ meet: @escaping @Sendable () throws -> Void) { self.meet = meet }
        init(_ barrier: Barrier) { meet = { try barrier.wait() } }
    }

    /// How many had come when each of two threads passed.
    private func meeting(_ make: @escaping @Sendable () throws -> Meeting) -> ExplorationReport<[Int]> {
        explore(seeksCauses: false) {
            let (meeting, come, seen) = try (make(), [Shared(0), Shared(0)], [Shared(0), Shared(0)])
            try runAll(
                [0, 1].map { number in
                    {
                        try come[number].write(1)
                        try meeting.meet()
                        try seen[number].write(come[0].read() + come[1].read())
                    }
                })
            return seen.map(\.finalValue)
        }
    }

    /// Two threads wait, the first with a timeout if there is one, while a third does something to the barrier.
    private func waits(
        on make: @escaping @Sendable () throws -> Barrier, timeout: Duration? = nil,
        _ disturb: @escaping @Sendable (Barrier) -> Void
    ) -> ExplorationReport<[Wait]> {
        explore(seeksCauses: false) {
            let barrier = try make()
            let waits = [Shared(Wait.failed), Shared(Wait.failed)]
            let parties = [0, 1].map { number in
                { @Sendable in
                    let wait: Wait
                    do {
                        wait = .index(try barrier.wait(timeout: number == 0 ? timeout : nil))
                    } catch BarrierError.broken { wait = .broken } catch is ActionFailed { wait = .failed }
                    try waits[number].write(wait)
                }
            }
            try runAll(parties + [{ disturb(barrier) }])
            return waits.map(\.finalValue)
        }
    }
}
