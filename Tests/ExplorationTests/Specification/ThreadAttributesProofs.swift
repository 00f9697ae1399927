import Exploration
import LockstepTestKit
import Scheduling
import Testing
import Threading

@Suite struct `in every schedule, what is settled of a thread` {
    @Test(arguments: [StrategyName.exhaustive, .bruteForce])
    func `is set before its start, or refused`(_ strategy: StrategyName) {
        let report = explore(strategy) { () -> [String] in
            let thread = Thread(name: "A") {}
            let renamer = Thread {
                do { try thread.setName("B") } catch ThreadError.isStarted {}
            }
            try renamer.start()
            let before = thread.name
            try thread.start()
            let after = thread.name
            try renamer.join()
            try thread.join()
            return [before, after]
        }
        #expect(
            report.endSet == [.completed(["A", "A"]), .completed(["A", "B"]), .completed(["B", "B"])])
        #expect(report.verdict == .proved)
    }

    @Test(arguments: [StrategyName.exhaustive, .bruteForce])
    func `is seen before its start and after, as is whether it is alive`(_ strategy: StrategyName) {
        let report = explore(strategy) { () -> Bool in
            let thread = Thread {}
            let starter = Thread { try thread.start() }
            try starter.start()
            let isAlive = thread.isAlive
            try starter.join()
            try thread.join()
            return isAlive
        }
        #expect(report.endSet == [.completed(false), .completed(true)])
    }

    @Test func `costs no execution to read`() {
        func executions(reading: Bool) -> Int {
            explore { () -> Int in
                let thread = Thread(name: "A") {}
                let reader = Thread { if reading { _ = (thread.name, thread.isDaemon) } }
                for thread in [reader, thread] { try thread.start() }
                for thread in [reader, thread] { try thread.join() }
                return 0
            }.executions
        }
        #expect(executions(reading: true) == executions(reading: false))
    }
}
