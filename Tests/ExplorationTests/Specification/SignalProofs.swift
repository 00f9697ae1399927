import Exploration
import LockstepTestKit
import Scheduling
import Testing
import Threading

@Suite struct `in every schedule, a condition` {
    /// Lets the lock go and waits, as one; or, wrongly, as two, between which a notification finds nobody.
    private func consumer(_ wait: @escaping @Sendable (Condition, Event) throws -> Void) -> ExplorationReport<
        Int
    > {
        explore(seeksCauses: false) {
            let (condition, bell, isReady) = (Condition(Lock()), Event(), Shared(false))
            try runAll([
                { try condition.withLock { while try !isReady.read() { try wait(condition, bell) } } },
                {
                    try condition.withLock {
                        try isReady.write(true)
                        try condition.notify()
                        bell.set()
                        bell.clear()
                    }
                },
            ])
            return 0
        }
    }

    @Test func `loses no wake-up of a change that is made while its lock is held`() {
        let report = consumer { condition, _ in try condition.wait() }
        #expect(report.endSet == [.completed(0)])
        #expect(report.verdict == .proved)
    }

    @Test func `that lets its lock go before it waits is found out`() {
        let report = consumer { condition, bell in
            try condition.release()
            try bell.wait()
            try condition.acquire()
        }
        #expect(report.endSet == [.completed(0), .deadlock])
    }

    @Test func `answers waitFor with the last value of its predicate`() {
        let report = explore { () -> [Bool] in
            let (condition, isReady, answers) = (Condition(Lock()), Shared(false), Shared<[Bool]>([]))
            try runAll([
                {
                    try condition.withLock {
                        var last = false
                        let answer = try condition.waitFor(timeout: .seconds(1)) {
                            last = try isReady.read()
                            return last
                        }
                        try answers.write([answer, last])
                    }
                },
                { try condition.withLock { try condition.notifyAll() } },
                {
                    try condition.withLock {
                        try isReady.write(true)
                        try condition.notifyAll()
                    }
                },
            ])
            return answers.finalValue
        }
        #expect(report.endSet == [.completed([true, true]), .completed([false, false])])
        #expect(report.verdict == .proved)
    }
}

@Suite struct `in every schedule, a timer` {
    @Test func `fires once, or is cancelled and never fires`() {
        let report = explore { () -> [Int] in
            let fired = Shared(0)
            let timer = Timer(after: .seconds(1)) { try fired.write(fired.read() + 1) }
            try timer.start()
            let isCancelled = timer.cancel()
            try timer.join()
            return [isCancelled ? 1 : 0, fired.finalValue]
        }
        #expect(report.endSet == [.completed([1, 0]), .completed([0, 1])])
        #expect(report.verdict == .proved)
    }

    @Test func `that nobody cancels fires`() {
        let report = explore { () -> Int in
            let fired = Shared(0)
            let timer = Timer(after: .seconds(1)) { try fired.write(fired.read() + 1) }
            try timer.start()
            try timer.join()
            return fired.finalValue
        }
        #expect(report.endSet == [.completed(1)])
    }

    @Test func `that looks whether it is cancelled, and then fires, is found out`() {
        let report = explore { () -> [Int] in
            let (fired, isCancelled) = (Shared(0), Shared(false))
            let timer = Thread { if try !isCancelled.read() { try fired.write(1) } }
            try timer.start()
            let isInTime = try fired.read() == 0
            try isCancelled.write(true)
            try timer.join()
            return [isInTime ? 1 : 0, fired.finalValue]
        }
        #expect(report.endSet.contains(.completed([1, 1])))
    }
}

@Suite struct `in every schedule, a thread` {
    @Test func `has ended when it was joined, whoever else joins it`() {
        let report = explore { () -> [Bool] in
            let (thread, hasRun) = (Thread {}, Shared<[Bool]>([]))
            try thread.start()
            let other = Thread {
                try thread.join()
                try hasRun.write([thread.isAlive])
            }
            try other.start()
            try thread.join()
            let isAlive = thread.isAlive
            try other.join()
            return [isAlive] + hasRun.finalValue
        }
        #expect(report.endSet == [.completed([false, false])])
    }

    @Test func `is alive until it has ended, and joined in time or not`() {
        let report = explore { () -> [Bool] in
            let thread = Thread {}
            let wasAlive = thread.isAlive
            try thread.start()
            let hasEnded = try thread.join(timeout: .seconds(1))
            return [wasAlive, hasEnded, thread.isAlive]
        }
        #expect(
            report.endSet == [
                .completed([false, true, false]), .completed([false, false, true]),
                .completed([false, false, false]),
            ])
    }

    @Test func `is started by one of those who try, and runs once`() {
        let report = explore { () -> [Int] in
            let runs = Shared(0)
            let thread = Thread { try runs.write(runs.read() + 1) }
            let refusals = [Shared(0), Shared(0)]
            try runAll(
                refusals.map { refusal in
                    { @Sendable in
                        do { try thread.start() } catch ThreadError.alreadyStarted { try refusal.write(1) }
                    }
                })
            try thread.join()
            return [runs.finalValue, refusals[0].finalValue + refusals[1].finalValue]
        }
        #expect(report.endSet == [.completed([1, 1])])
    }

    @Test func `that is a daemon keeps nobody from ending, and another does`() {
        for isDaemon in [true, false] {
            let report = explore(seeksCauses: false) { () -> Int in
                let event = Event()
                try Thread(daemon: isDaemon) { try event.wait() }.start()
                return 0
            }
            #expect(report.endSet == [isDaemon ? .completed(0) : .deadlock])
        }
    }

    @Test func `that joins one which joins it waits for ever`() {
        let report = explore(seeksCauses: false) { () -> Int in
            let threads = Shared<[Thread]>([])
            let isReady = Event()
            let pair = [1, 0].map { other in
                Thread {
                    try isReady.wait()
                    try threads.read()[other].join()
                }
            }
            try threads.write(pair)
            for thread in pair { try thread.start() }
            isReady.set()
            return 0
        }
        #expect(report.endSet == [.deadlock])
    }

    @Test func `has values of its own in a ThreadLocal`() {
        let report = explore { () -> [[Int]] in
            let (own, meeting) = try (ThreadLocal { 0 }, Barrier(2))
            let seen = [Shared<[Int]>([]), Shared<[Int]>([])]
            try runAll(
                [0, 1].map { number in
                    {
                        let before = own.value
                        own.value = number + 1
                        try meeting.wait()
                        try seen[number].write([before, own.value])
                    }
                })
            return seen.map(\.finalValue) + [[own.value]]
        }
        #expect(report.endSet == [.completed([[0, 1], [0, 2], [0]])])
    }
}
