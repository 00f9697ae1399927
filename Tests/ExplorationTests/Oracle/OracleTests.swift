import Events
import Exploration
import FiberEngine
import Glibc
import LockstepTestKit
import Scheduling
import Testing
import Threading

extension Ending {
    fileprivate var isFailure: Bool { if case .failed = self { true } else { false } }
}

/// Small random programs, explored with reduction and by brute force.
@Suite struct `the reduced search` {
    /// How many programs; `LOCKSTEP_PROGRAMS` says otherwise.
    static let count = variable("LOCKSTEP_PROGRAMS") ?? 120
    /// The seed of the first; `LOCKSTEP_SEED` says otherwise.
    static let first = UInt64(variable("LOCKSTEP_SEED") ?? 0)
    /// How many interleavings a program may have to be compared; `LOCKSTEP_INTERLEAVINGS` says otherwise.
    static let interleavings = variable("LOCKSTEP_INTERLEAVINGS") ?? 3_000

    static func variable(_ name: String) -> Int? {
        getenv(name).flatMap { Int(String(cString: $0)) }
    }

    @Test func `ends as brute force does, for every outcome and deadlock of random programs`() {
        var redundant = 0
        var skipped = 0
        for seed in Self.first..<Self.first + UInt64(Self.count) {
            let program = RandomProgram(seed: seed)
            let all = explore(.bruteForce, maxExecutions: Self.interleavings, seeksCauses: false, program.run)
            if !all.isComplete {
                skipped += 1
                continue
            }
            let reduced = explore(.exhaustive, seeksCauses: false, program.run)
            redundant += reduced.redundant
            #expect(
                (reduced.isComplete || program.looksAtAll) && reduced.error == nil,
                "seed \(seed): \(reduced.error ?? ""):\n\(program)")
            #expect(reduced.executions == reduced.classes, "seed \(seed):\n\(program)")
            if program.looksAtAll {
                // It may have left out an order, and knows.
                #expect(reduced.endSet.isSubset(of: all.endSet), "seed \(seed):\n\(program)")
                #expect(
                    reduced.endSet == all.endSet || !reduced.bounds.isEmpty, "seed \(seed):\n\(program)")
            } else {
                #expect(reduced.endSet == all.endSet, "seed \(seed):\n\(program)")
            }
            // What a daemon did that nobody noticed is no class of its own to the reduced search.
            if !program.looksAtAll && !program.startsDaemon {
                #expect(reduced.classes == all.classes, "seed \(seed):\n\(program)")
            }
        }
        print(
            "\(Self.count) programs, \(skipped) of them too large for brute force; \(redundant) executions given up"
        )
        #expect(skipped < Self.count / 4)
    }

    /// Only the ends, as the executions may differ in what a daemon did that nobody noticed.
    @Test func `ends as brute force does if nobody waits for one of the threads`() {
        for seed in Self.first..<Self.first + UInt64(Self.count / 2) {
            let program = RandomProgram(seed: seed, hasDaemon: true)
            let all = explore(
                .bruteForce, maxExecutions: Self.interleavings, seeksCauses: false, program.run)
            if !all.isComplete { continue }
            let reduced = explore(.exhaustive, seeksCauses: false, program.run)
            #expect(reduced.isComplete || program.looksAtAll, "seed \(seed):\n\(program)")
            #expect(reduced.endSet.isSubset(of: all.endSet), "seed \(seed):\n\(program)")
            var missed = all.endSet.subtracting(reduced.endSet)
            // Of an error that leaves the daemon, it is not tried that the run may have ended before.
            if program.failsInDaemon { missed = missed.filter(\.isFailure) }
            #expect(
                missed.isEmpty || program.looksAtAll && !reduced.bounds.isEmpty, "seed \(seed):\n\(program)")
        }
    }

    /// One thread works in a loop that another ends; with a limit of steps that not all executions reach their ends in.
    @Test func `ends as brute force does where executions are cut`() {
        var (compared, cut) = (0, 0)
        for seed in Self.first..<Self.first + UInt64(Self.count / 2) {
            let program = RandomProgram(looping: seed)
            func search(_ strategy: StrategyName) -> ExplorationReport<[[Int]]> {
                var options = ExplorationOptions()
                (options.strategy, options.stepLimit) = (strategy, 9)
                return Explorer(options, on: Fibers(), isCorrect: { _ in true }, program: program.run)
                    .run(within: Budget(.seconds(300), executions: Self.interleavings))
            }
            let all = search(.bruteForce)
            if all.executions >= Self.interleavings { continue }
            compared += 1
            cut += all.endSet.contains(.cut) ? 1 : 0
            let reduced = search(.exhaustive)
            #expect(
                reduced.endSet.isSubset(of: all.endSet) && reduced.verdict != .proved,
                "seed \(seed):\n\(program)")
            #expect(
                reduced.endSet == all.endSet || program.looksAtAll,
                "seed \(seed):\n\(program)\n\(all.endSet.subtracting(reduced.endSet))")
        }
        #expect(compared > Self.count / 4 && cut > compared / 2)
    }

    /// What a daemon had yet to do when the last other thread ended was never tried earlier.
    @Test func `sees what a daemon does before others end, step by step`() {
        let report = explore { () -> Int in
            let (own, shared) = (Shared(0), Shared(0))
            let seen = Shared(-1)
            try Thread(daemon: true) {
                try own.write(1)
                try own.write(2)
                try shared.write(1)
            }.start()
            try seen.write(shared.read())
            return seen.finalValue
        }
        #expect(report.endSet == [.completed(0), .completed(1)])
    }

    /// A branch that turned out not to be possible had kept others from being planned: three of the 28 classes were
    /// never seen.
    @Test func `sees every class of a program in which a planned step turns out not to be possible`() {
        let program: @Sendable () throws -> Int = {
            let event = Event()
            try runAll([
                {
                    try event.wait()
                    event.set()
                },
                {
                    event.clear()
                    event.clear()
                },
                {
                    event.clear()
                    try event.wait(timeout: .milliseconds(1))
                },
            ])
            return 0
        }
        let reduced = explore(.exhaustive, seeksCauses: false, program)
        #expect(explore(.bruteForce, seeksCauses: false, program).classes == 28)
        #expect(reduced.classes == 28)
        #expect(reduced.executions == 28)
    }
}
