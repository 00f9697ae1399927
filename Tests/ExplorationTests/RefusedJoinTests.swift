import Exploration
import LockstepTestKit
import Scheduling
import Testing
import Threading

/// Who joins a thread that nobody has started yet is refused, and knows no more than before.
@Suite struct `a refused join` {
    /// It had counted among those for whom the main thread has waited, so that somebody else's child was overlooked.
    @Test(arguments: [StrategyName.exhaustive, .bruteForce])
    func `does not make a final value of one that somebody may write yet`(strategy: StrategyName) {
        let report = explore(strategy) { () -> Int in
            let (variable, never) = (Shared(0), Thread {})
            let parent = Thread { try Thread { try variable.write(1) }.start() }
            try parent.start()
            _ = try? never.join()
            try parent.join()
            return variable.finalValue
        }
        #expect(report.endSet == [.completed(0), .completed(1)])
    }

    /// What its thread starts later is not there yet for whoever was refused.
    @Test(arguments: [StrategyName.exhaustive, .bruteForce])
    func `says nothing of the threads that the other starts later`(strategy: StrategyName) {
        let report = explore(strategy) { () -> [Bool] in
            let child = Thread {}
            let parent = Thread { try child.start() }
            let seen = Shared<[Bool]>([])
            try runAll([
                { try parent.start() },
                { try seen.write([parent, child].map { (try? $0.join()) != nil }) },
            ])
            return seen.finalValue
        }
        #expect(
            report.endSet == [
                .completed([false, false]), .completed([false, true]), .completed([true, true]),
            ])
    }
}
