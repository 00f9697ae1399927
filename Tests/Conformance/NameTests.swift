import Exploration
import LockstepTestKit
import Scheduling
import Testing
import ThreadEngine
import Threading

@Suite struct `a name that nobody gave` {
    /// In processes that other tests share, where threads are made beside these.
    private func numbers(_ names: [String]) -> [Int?] { names.map { Int($0.dropFirst("Thread-".count)) } }

    @Test(arguments: EngineUnderTest.watched)
    func `counts the threads without one alone`(engine: EngineUnderTest) throws {
        try engine.run {
            let threads = [
                Thread {}, Thread(name: "worker") {}, Thread {}, Thread(name: "other") {}, Thread {},
            ]
            try check(threads.map(\.name), is: ["Thread-1", "worker", "Thread-2", "other", "Thread-3"])
            // A timer's thread and a pool's workers have names of their own.
            let timer = Timer(after: .zero) {}
            try timer.start()
            try timer.join()
            try ThreadPool(workers: 1).use { try $0.submit {}.result() }
            try check(Thread {}.name, is: "Thread-4")
        }
    }

    @Test func `counts them outside of runs as well`() throws {
        let names = [Thread {}, Thread(name: "worker") {}, Thread {}].map(\.name)
        let counts = numbers([names[0], names[2]])
        #expect(names[1] == "worker" && counts[0] ?? 0 > 0 && counts[1] ?? 0 > counts[0] ?? 0)
    }

    @Test(arguments: EngineUnderTest.watched)
    func `tells pools apart by their workers`(engine: EngineUnderTest) throws {
        try engine.run {
            let pools = try [
                ThreadPool(workers: 1), ThreadPool(workers: 1, name: "named"), ThreadPool(workers: 1),
            ]
            let names = try pools.map { try $0.submit { Thread.current.name }.result() }
            try check(names, is: ["ThreadPool-0_0", "named_0", "ThreadPool-1_0"])
            for pool in pools { pool.shutdown() }
        }
    }

    @Test func `of a pool outside of runs is no other pool's`() throws {
        let pools = try [ThreadPool(workers: 1), ThreadPool(workers: 1)]
        let names = try pools.map { try $0.submit { Thread.current.name }.result() }
        #expect(
            names[0] != names[1] && names.allSatisfy { $0.hasPrefix("ThreadPool-") && $0.hasSuffix("_0") })
        for pool in pools { pool.shutdown() }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `is MainThread where a run begins`(engine: EngineUnderTest) throws {
        try check(engine.run { Thread.current.name }, is: "MainThread")
    }

    @Test func `tells of a thread that this library did not start`() throws {
        let name = Locked("")
        let thread = try OSThread.start(named: "foreign") { name.withLock { $0 = Thread.current.name } }
        thread.join()
        #expect(name.withLock { $0 }.hasPrefix("Dummy-"))
    }

    @Test func `is the same in every order of threads that make others`() {
        let report = explore { () -> [String] in
            let names = [Shared(""), Shared("")]
            let makers = names.map { name in
                Thread {
                    let own = Thread(name: "own") { try name.write("") }
                    try own.start()
                    try own.join()
                    try name.write(Thread {}.name)
                }
            }
            for maker in makers { try maker.start() }
            for maker in makers { try maker.join() }
            return names.map(\.finalValue).sorted()
        }
        #expect(report.endSet == [.completed(["Thread-1.1", "Thread-2.1"])] && report.verdict == .proved)
    }
}
