import Exploration
import LockstepTestKit
import Scheduling
import Testing
import Threading

@Suite struct `exploring atomics` {
    /// As a lock that is tried in vain, a comparison in vain is a look: the loop neither goes on for ever, nor is it cut.
    @Test func `sees a spin lock keep threads apart, and waits for nobody to give up`() {
        let report = explore { () -> Int in
            let (isTaken, count) = (Atomic(false), Shared(0))
            let body = { @Sendable in
                while try !isTaken.compareExchange(expected: false, desired: true).exchanged {}
                try count.write(count.read() + 1)
                try isTaken.store(false)
            }
            try runAll([body, body])
            return count.finalValue
        }
        #expect(report.verdict == .bounded && report.endSet == [.completed(2)])
        #expect(report.executions < 20)
    }

    @Test func `finds the spin lock that looks first and then takes`() {
        let report = explore { () -> Int in
            let (isTaken, count) = (Atomic(false), Shared(0))
            let body = { @Sendable in
                while try isTaken.load() {}
                try isTaken.store(true)
                try count.write(count.read() + 1)
                try isTaken.store(false)
            }
            try runAll([body, body])
            return count.finalValue
        }
        #expect(report.endSet == [.completed(1), .completed(2)])
    }

    @Test func `has one class for loads alone, and one for each order of additions`() {
        let loads = explore { () -> Int in
            let atomic = Atomic(0)
            try runAll((0..<3).map { _ in { _ = try atomic.load() } })
            return try atomic.load()
        }
        #expect(loads.verdict == .proved && loads.executions == 1)
        let sums = explore { () -> Int in
            let atomic = Atomic(0)
            try runAll((0..<3).map { _ in { try atomic.wrappingAdd(1) } })
            return try atomic.load()
        }
        #expect(sums.verdict == .proved && sums.executions == 6 && sums.endSet == [.completed(3)])
    }
}
