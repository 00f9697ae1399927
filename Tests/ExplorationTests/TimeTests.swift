import Exploration
import FiberEngine
import LockstepTestKit
import Scheduling
import Testing
import Threading

/// Programs of which even a single execution may take long, or what follows it.
enum LongProgram: String, CaseIterable, CustomTestStringConvertible {
    case manySteps, manyStepsOfTwo, manyRaces, manyThreads, manyWaiting, manyStarts, spinningPass, manyEnds

    var testDescription: String { rawValue }

    func run() throws -> Int {
        switch self {
        case .manySteps:
            let variable = Shared(0)
            for number in 0..<100_000 { try variable.write(number) }
            return 0
        case .manyStepsOfTwo:
            let (first, second) = (Shared(0), Shared(0))
            let other = Thread { for number in 0..<50_000 { try second.write(number) } }
            try other.start()
            for number in 0..<50_000 { try first.write(number) }
            try other.join()
            return 0
        case .manyRaces:
            let (variable, lock) = (Shared(0), Lock())
            let other = Thread {
                for number in 0..<50_000 { try lock.withLock { try variable.write(number) } }
            }
            try other.start()
            for number in 0..<50_000 { try lock.withLock { try variable.write(number) } }
            try other.join()
            return 0
        case .manyThreads:
            let count = Shared(0)
            let threads = (0..<999).map { _ in Thread { try count.write(count.read() + 1) } }
            for thread in threads { try thread.start() }
            for thread in threads { try thread.join() }
            return count.finalValue
        case .manyWaiting:
            let (gate, lock) = (Event(), Lock())
            let threads = (0..<999).map { _ in
                Thread {
                    try gate.wait()
                    try lock.withLock {}
                }
            }
            for thread in threads { try thread.start() }
            gate.set()
            for thread in threads { try thread.join() }
            return 0
        case .manyStarts:
            for _ in 0..<20_000 {
                let thread = Thread {}
                try thread.start()
                try thread.join()
            }
            return 0
        case .spinningPass:
            let (flag, count) = (Shared(false), Shared(0))
            let other = Thread {
                try count.write(1)
                while try !flag.read() {}
            }
            try other.start()
            let seen = try count.read()
            try flag.write(true)
            while other.isAlive {}
            return seen
        case .manyEnds:
            let count = Shared(0)
            let threads = (0..<8).map { bit in Thread { try count.write(count.read() + 1 << bit) } }
            for thread in threads { try thread.start() }
            for thread in threads { try thread.join() }
            return count.finalValue
        }
    }
}

@Suite(.serialized) struct `an exploration's time` {
    @Test(arguments: LongProgram.allCases, [StrategyName.exhaustive, .bruteForce, .pos])
    func `holds inside of an execution as well`(of program: LongProgram, strategy: StrategyName) {
        var options = ExplorationOptions()
        options.strategy = strategy
        options.stepLimit = 100_000
        let explorer = Explorer(options, on: Fibers(), isCorrect: { $0 == .completed(-1) }) {
            try program.run()
        }
        let clock = ContinuousClock()
        let time = clock.measure { _ = explorer.run(within: Budget(.milliseconds(200))) }
        // As with all budgets: far from what is promised, which a slow moment must not fail.
        #expect(time < .milliseconds(200) + `an exploration's budget`.slack)
    }
}
