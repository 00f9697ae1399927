import LockstepTestKit
import Synchronization
import Testing
import Threading

/// A loop that never ends, and that an interruption does not end either.
enum EndlessLoop: String, CaseIterable, CustomTestStringConvertible {
    case looks, looksOfSeveral, writesBetweenLooks, sets, refusedTries, swallowedErrors, swallowedSleeps
    case swallowedStarts, swallowedChecks, prints

    var testDescription: String { rawValue }

    func run() throws {
        let (event, other, lock) = (Event(), Event(), Lock())
        switch self {
        case .looks: while !event.isSet {}
        case .looksOfSeveral:
            let threads = (0..<3).map { _ in Thread { while !event.isSet {} } }
            for thread in threads { try thread.start() }
            for thread in threads { try thread.join() }
        case .writesBetweenLooks: while !event.isSet { other.isSet ? other.clear() : other.set() }
        case .sets: while true { event.set() }
        case .refusedTries: while true { try? lock.release() }
        case .swallowedErrors: while true { _ = try? event.wait() }
        case .swallowedSleeps: while true { try? sleep(for: .milliseconds(1)) }
        case .swallowedStarts: while true { try? Thread {}.start() }
        case .swallowedChecks: while true { try? Thread.checkInterruption() }
        case .prints: while true { output("on and on") }
        }
    }

    /// Whether all stand still, so that the run is over at once.
    var standsStill: Bool { self == .swallowedErrors }
}

@Suite struct `a loop that never ends` {
    private static let engines: [EngineUnderTest] = [.threads, .green, .simulation]

    @Test(arguments: engines, EndlessLoop.allCases)
    func `does not keep its run from ending in time`(on engine: EngineUnderTest, _ loop: EndlessLoop) {
        let failure = failure { try engine.run(within: .milliseconds(100)) { try loop.run() } }
        #expect(failure?.hasSuffix(loop.standsStill ? "ended as quiescent" : "ended as timedOut") == true)
    }

    @Test(arguments: engines)
    func `lets the others unwind, and what they do in unwinding may end it`(on engine: EngineUnderTest) throws
    {
        let ended = Ended()
        let failure = failure {
            try engine.run(within: .milliseconds(100)) {
                let (event, never) = (Event(), Event())
                let waiting = Thread {
                    while !event.isSet {}
                    ended.isTrue.store(true, ordering: .relaxed)
                }
                let setting = Thread {
                    defer { event.set() }
                    while true { try never.wait(timeout: .seconds(1)) }
                }
                try waiting.start()
                try setting.start()
                try waiting.join()
            }
        }
        #expect(failure?.hasSuffix("ended as timedOut") == true)
        let isTrue = ended.isTrue.load(ordering: .relaxed)
        #expect(isTrue)
    }

    // It cannot be stopped; but here it ends by itself, once the run has been answered.
    @Test func `without an action is left to itself on threads of the operating system`() {
        let flag = Ended()
        let failure = failure {
            try EngineUnderTest.threads.run(within: .milliseconds(10)) {
                while !flag.isOver.load(ordering: .relaxed) {}
            }
        }
        #expect(failure?.hasSuffix("ended as timedOut") == true)
        flag.isOver.store(true, ordering: .relaxed)
    }

    // In a process of its own: there, too, they stay until it ends.
    @Test func `is left behind no more than sixty-four times before further runs are refused`() async {
        await #expect(processExitsWith: .success) {
            let failures = (0..<2).map { _ in
                failure {
                    try EngineUnderTest.threads.run(within: .milliseconds(100)) {
                        let event = Event()
                        let threads = (0..<64).map { _ in Thread { while !event.isSet {} } }
                        for thread in threads { try thread.start() }
                        for thread in threads { try thread.join() }
                    }
                }
            }
            precondition(failures[0]?.hasSuffix("ended as timedOut") == true)
            precondition(failures[1]?.contains("64 threads of earlier runs") == true)
        }
    }

    /// Outlives the run.
    private final class Ended: Sendable {
        let isTrue = Synchronization.Atomic(false)
        let isOver = Synchronization.Atomic(false)
    }
}
