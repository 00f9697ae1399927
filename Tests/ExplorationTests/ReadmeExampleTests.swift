import Exploration
import LockstepTestKit
import Scheduling
import Testing
import Threading

final class Latch: Sendable {
    let opened = Condition()
    private let left: Shared<Int>

    init(_ count: Int) { left = Shared(count) }

    func countDown() throws {
        try opened.withLock {
            let count = try left.read() - 1
            try left.write(count)
            if count == 0 { try opened.notifyAll() }
        }
    }

    func wait() throws {
        _ = try opened.withLock { try opened.waitFor { try left.read() <= 0 } }
    }
}

/// The same without a thread: what it answers, and what becomes of it.
struct LatchModel: SequentialModel {
    var left: Int

    enum Operation { case countDown, wait }

    func answers(to operation: Operation, by thread: Int) -> [(answer: Answer, next: LatchModel)] {
        switch operation {
        case .countDown: changing { $0.left -= 1 }
        case .wait: waiting(isTimed: false, unless: left <= 0) { keeping(.done) }
        }
    }
}

@Suite struct `a latch` {
    @Test(arguments: EngineUnderTest.allCases)
    func `lets nobody pass before it is counted down`(on engine: EngineUnderTest) throws {
        try engine.run {
            let latch = Latch(2)
            let waiter = try spawn { try latch.wait() }
            try waitUntil(blockedOn: latch.opened)
            try latch.countDown()
            try check(waiter.thread.isAlive, "it was let through too early")
            try latch.countDown()
            try waiter.value()
        }
    }

    @Test func `wakes all who wait, whoever comes first`() {
        let report = explore { () -> Int in
            let latch = Latch(1)
            let waiters = try spawn(count: 2) { _ in try latch.wait() }
            try latch.countDown()
            for waiter in waiters { try waiter.value() }
            return waiters.count
        }
        #expect(report.verdict == .proved, "\(report.outcomes)")
        #expect(report.endSet == [.completed(2)])
    }

    @Test func `cannot be told from its specification`() {
        let specification = Specification(
            name: "Latch", model: LatchModel(left: 2), alphabet: [[.countDown], [.wait]]
        ) {
            let latch = Latch(2)
            return { operation in
                switch operation {
                case .countDown: try latch.countDown()
                case .wait: try latch.wait()
                }
                return .done
            }
        }
        // In every schedule, the answers and deadlocks of the model, and no others.
        #expect(specification.fault(inAnyOf: specification.pairs(length: 2)) == nil)
        // Every history is linearizable.
        #expect(specification.disorder(inAnyOf: specification.pairs(length: 1)) == nil)
    }
}
