import Exploration
import FiberEngine
import LockstepTestKit
import Scheduling
import Testing
import Threading

/// A thread without a name is numbered, and errors tell the number: it must not depend on what was explored before.
@Suite struct `the name of a thread that was given none` {
    /// The search knew a child from another execution, and called it `Thread-4`; along the schedule alone it is the fifth.
    /// The search was given up then, for a program that does not repeat itself.
    @Test(arguments: [StrategyName.exhaustive, .bruteForce])
    func `is the same along the schedule as in the search`(strategy: StrategyName) throws {
        var options = ExplorationOptions()
        options.strategy = strategy
        let explorer = Explorer(options, on: Fibers(), isCorrect: { _ in true }) { () throws -> [String] in
            let (shared, own) = (Shared(0), Shared(0))
            let (seen, name) = (Shared(0), Shared(""))
            try runAll([
                {
                    try seen.write(shared.read())
                    if try seen.read() == 1 { _ = Thread {} }
                },
                { try shared.write(1) },
                {
                    try own.write(1)
                    try name.write(Thread {}.name)
                },
            ])
            return ["\(seen.finalValue)", name.finalValue]
        }
        let report = explorer.run()
        #expect(report.error == nil)
        for outcome in report.outcomes {
            #expect(try explorer.replay(outcome.schedule).ending == outcome.ending)
        }
    }
}
