import Analyses
import Events
import Exploration
import FiberEngine
import LockstepTestKit
import Scheduling
import Testing
import Threading

@Suite struct `the data races of an exploration` {
    /// Double-checked initialisation, whose first look is at a variable, or at an atomic.
    private func initialisation(isAtomic: Bool) -> ExplorationReport<Int> {
        explore { () -> Int in
            let (plain, atomic) = (Shared(false, name: "ready"), Atomic(false, name: "ready"))
            let (lock, value, made) = (Lock(), Shared(0, name: "value"), Shared(0))
            let isReady = { @Sendable () throws in isAtomic ? try atomic.load() : try plain.read() }
            let body = { @Sendable in
                if try !isReady() {
                    try lock.withLock {
                        if try isReady() { return }
                        try value.write(7)
                        try made.write(made.read() + 1)
                        if isAtomic { try atomic.store(true) } else { try plain.write(true) }
                    }
                }
                _ = try value.read()
            }
            try runAll([body, body])
            return made.finalValue
        }
    }

    @Test func `are told beside the proof that all interleavings end well, and how to see them`() throws {
        let report = initialisation(isAtomic: false)
        #expect(report.verdict == .proved && report.endSet == [.completed(1)])
        let variables = report.dataRaces.map(\.variable)
        #expect(variables.sorted() == ["ready", "value"])
        for race in report.dataRaces {
            #expect(Set([race.first.action, race.second.action]) == [.read, .write])
            #expect(race.first.source?.contains("DataRaceTests.swift") == true && race.first != race.second)
            #expect(report.story.contains("\(race.sentence)\n  schedule \(race.schedule)"))
        }
        #expect(
            report.story.contains("The interleavings end well, but the program has 2 data races, so that"))
    }

    @Test func `are none where an atomic says that it is ready`() {
        let report = initialisation(isAtomic: true)
        #expect(report.verdict == .proved && report.dataRaces.isEmpty)
        #expect(!report.story.contains("data race"))
    }

    @Test func `come with a schedule in whose recorded run the same race is found`() throws {
        let explorer = Explorer(on: Fibers(), isCorrect: { _ in true }) { try lostUpdates(3) }
        let report = explorer.run()
        #expect(!report.dataRaces.isEmpty)
        for race in report.dataRaces {
            let replay = try explorer.replay(race.schedule)
            let messages = replay.trace.findings(isStandstill: false).map(\.message)
            #expect(messages.contains { $0.contains(race.variable) && $0.contains(race.first.source ?? "?") })
        }
    }

    /// The simplest execution of two accesses that race is one without a preemption.
    @Test func `come with the simplest schedule that was met`() {
        let report = explore { try lostUpdates(2) }
        // Both accesses are on one line.
        #expect(report.dataRaces.map(\.preemptions) == [0])
    }

    /// A look at a thread's life makes the search begin again.
    @Test func `are kept when the search begins again`() {
        let report = explore { () -> Int in
            let x = Shared(0, name: "x")
            let writer = Thread { try x.write(1) }
            try writer.start()
            let seen = try x.read()
            _ = writer.isAlive
            try writer.join()
            return seen
        }
        #expect(report.verdict == .proved && report.dataRaces.map(\.variable) == ["x"])
    }

    @Test func `are listed up to a limit, which is told`() {
        let report = explore(.random, maxExecutions: 1) { () -> Int in
            let variables = (0...DataRace.limit).map { Shared(0, name: "x\($0)") }
            let body = { @Sendable in for variable in variables { try variable.write(1) } }
            try runAll([body, body])
            return 0
        }
        #expect(report.dataRaces.count == DataRace.limit)
        #expect(report.cuts.contains("More data races were found than the 100 that are listed."))
    }

    // MARK: Against the analysis of traces

    /// What a race is told by, and its simplest schedule's preemptions.
    private func races(
        of program: RandomProgram, _ strategy: StrategyName, tracing: Bool, workers: Int = 1
    ) -> (told: Set<String>, hasEnded: Bool) {
        var options = ExplorationOptions()
        (options.strategy, options.tracesEveryExecution) = (strategy, tracing)
        (options.workers, options.soloTime, options.seed) = (workers, .zero, 1)
        let isSample = strategy != .exhaustive && strategy != .bruteForce
        let report = Explorer(options, on: Fibers(), isCorrect: { _ in true }, program: program.run).run(
            within: Budget(.seconds(300), executions: isSample ? 100 : 3_000))
        let told = report.dataRaces.map { race in
            let lines = [race.first, race.second].map { "\($0.source ?? "")" }.sorted()
            return "\(race.variable) \(lines) \(race.preemptions)"
        }
        return (Set(told), report.verdict != .budgetExhausted || isSample)
    }

    /// How many programs; `LOCKSTEP_PROGRAMS` says otherwise.
    private static let count = UInt64(Survey.variable("LOCKSTEP_PROGRAMS") ?? 60)

    /// Each execution of a random program is traced and analysed; whatever is found, and nothing else, is found by those that
    /// trace only where something is suspected.
    @Test(arguments: [StrategyName.exhaustive, .bruteForce, .random], [false, true])
    func `are what the analysis of each execution's trace says`(strategy: StrategyName, hasDaemon: Bool) {
        var (racing, compared) = (0, 0)
        for seed in 0..<Self.count {
            var program = RandomProgram(seed: seed, hasDaemon: hasDaemon, about: .variable)
            program.hasLines = true
            let all = races(of: program, strategy, tracing: true)
            guard all.hasEnded else { continue }
            compared += 1
            racing += all.told.isEmpty ? 0 : 1
            let found = races(of: program, strategy, tracing: false)
            #expect(found.told == all.told, "seed \(seed):\n\(program)")
        }
        #expect(racing > compared / 20 && racing < compared)
    }

    @Test func `are the same for several workers`() {
        for seed in 0..<Self.count / 2 {
            var program = RandomProgram(seed: seed, about: .variable)
            program.hasLines = true
            let alone = races(of: program, .exhaustive, tracing: false)
            guard alone.hasEnded else { continue }
            let shared = races(of: program, .exhaustive, tracing: false, workers: 3)
            #expect(shared.told == alone.told, "seed \(seed):\n\(program)")
        }
    }
}
