import Exploration
import FiberEngine
import Glibc
import LockstepTestKit
import Scheduling
import Testing
import Threading

// In processes of their own, which die.
@Suite struct `a program that takes the process down` {
    /// Whoever reads what the other has written already, has bad luck.
    private static func program(_ misfortune: @escaping @Sendable () throws -> Void)
        -> @Sendable () throws -> Int
    {
        {
            let flag = Shared(false, name: "flag")
            try runAll([{ try flag.write(true) }, { if try flag.read() { try misfortune() } }])
            return 0
        }
    }

    private struct Misfortune: Error {}

    /// The schedule that is told of, to which the program comes to its misfortune again.
    private func expectSchedule(in text: [UInt8]?) throws {
        let text = String(decoding: text ?? [], as: UTF8.self)
        let told = try #require(
            text.split(separator: "\n").first { $0.hasPrefix("Lockstep: the process dies in ") })
        let schedule = try #require(told.split(separator: " ").first { $0.hasPrefix("1f") })
        let explorer = Explorer(
            on: Fibers(), isCorrect: { _ in true }, program: Self.program { throw Misfortune() })
        let replay = try explorer.replay(Schedule(String(schedule)))
        #expect(replay.ending == .uncaught(Misfortune()), "\(text)")
    }

    @Test(arguments: StrategyName.allCases.map(\.rawValue))
    func `tells the schedule before, by whichever strategy`(name: String) async throws {
        let result = await #expect(
            processExitsWith: .failure, observing: [\.standardErrorContent, \.exitStatus]
        ) { [name] in
            let none: [Int] = []
            _ = explore(
                StrategyName(rawValue: name) ?? .exhaustive, maxExecutions: 100,
                Self.program { _ = none[Int(getpid())] })
        }
        try expectSchedule(in: result?.standardErrorContent)
        let status = try #require(result).exitStatus
        #expect(status == .signal(SIGILL) || status == .signal(SIGTRAP))
    }

    @Test func `tells it of an abort, and of a bad access`() async throws {
        let aborted = await #expect(
            processExitsWith: .signal(SIGABRT), observing: [\.standardErrorContent]
        ) { _ = explore(.exhaustive, Self.program { abort() }) }
        try expectSchedule(in: aborted?.standardErrorContent)
        let misled = await #expect(
            processExitsWith: .signal(SIGSEGV), observing: [\.standardErrorContent]
        ) {
            _ = explore(
                .exhaustive,
                Self.program { UnsafeMutablePointer<Int>(bitPattern: 16)?.pointee = Int(getpid()) })
        }
        try expectSchedule(in: misled?.standardErrorContent)
    }

    @Test func `tells it where it is replayed`() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let explorer = Explorer(
                on: Fibers(), isCorrect: { _ in true }, program: Self.program { fatalError("bad luck") })
            _ = try explorer.replay(Schedule("1f.1.2"))
        }
        try expectSchedule(in: result?.standardErrorContent)
    }

    @Test func `tells whose stack is used up`() async throws {
        let result = await #expect(processExitsWith: .signal(SIGSEGV), observing: [\.standardErrorContent]) {
            @Sendable func descend(_ depth: Int) -> Int { depth < 0 ? 0 : descend(depth + 1) &+ depth }
            _ = explore(.exhaustive, Self.program { _ = descend(Int(getpid())) })
        }
        try expectSchedule(in: result?.standardErrorContent)
        let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains("in Thread-2, whose stack of 256 KiB is used up. The schedule 1f.1.2 "))
    }

    @Test func `leaves the signal to whoever handled it before`() async throws {
        let result = await #expect(processExitsWith: .exitCode(42), observing: [\.standardErrorContent]) {
            signal(SIGABRT) { _ in _exit(42) }
            _ = explore(.exhaustive, Self.program { abort() })
        }
        try expectSchedule(in: result?.standardErrorContent)
    }

    @Test func `tells nothing of what happens when nothing is explored any more`() async throws {
        let result = await #expect(processExitsWith: .signal(SIGABRT), observing: [\.standardErrorContent]) {
            _ = explore(.exhaustive, Self.program {})
            abort()
        }
        let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(!text.contains("Lockstep"))
    }
}
