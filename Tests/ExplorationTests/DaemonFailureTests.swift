import Exploration
import LockstepTestKit
import Scheduling
import Testing
import Threading

/// An error that leaves a daemon while others are still at work.
@Suite struct `a daemon that fails` {
    struct Failing: Error {}

    /// The plan that has the daemon act before the other's step was given up, because that step slept: it had been tried,
    /// but the run had ended with it, and so without the daemon's.
    @Test(arguments: [StrategyName.exhaustive, .bruteForce])
    func `is seen if a thread that has nothing to do with it ends last`(strategy: StrategyName) {
        let report = explore(strategy, seeksCauses: false) { () -> Int in
            let (shared, own) = (Shared(0), Shared(0))
            try Thread(daemon: true) { if try shared.read() == 1 { throw Failing() } }.start()
            try runAll([{ try shared.write(1) }, { try own.write(1) }])
            return 0
        }
        // The reduced search may miss it, and says so.
        #expect(report.endSet == [.completed(0), .uncaught(Failing())] || report.verdict == .bounded)
        #expect(strategy == .exhaustive || report.endSet.contains(.uncaught(Failing())))
    }
}
