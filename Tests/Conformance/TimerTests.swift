import LockstepTestKit
import Testing
import Threading

@Suite struct `a timer` {
    @Test(arguments: EngineUnderTest.allCases)
    func `calls its function once, in time, on a thread of its own`(on engine: EngineUnderTest)
        throws
    {
        try engine.run {
            let log = Log<String>()
            let timer = Timer(after: .milliseconds(10), name: "T") { try log.add(Thread.current.name) }
            let taken = try time {
                try timer.start()
                try check(timer.join())
            }
            try check(taken >= .milliseconds(10))
            try check(log.entries, is: ["T"])
            try check(!timer.cancel(), "a timer that has fired cannot be cancelled")
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `that is cancelled calls nothing`(on engine: EngineUnderTest) throws {
        try engine.run {
            let log = Log<String>()
            let timer = Timer(after: .seconds(1_000)) { try log.add("called") }
            try timer.start()
            try check(timer.cancel())
            try check(timer.join())
            try check(timer.cancel(), "it stays cancelled")
            try check(log.entries.isEmpty)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `can be cancelled before it is started`(on engine: EngineUnderTest) throws {
        try engine.run {
            let log = Log<String>()
            let timer = Timer(after: .zero) { try log.add("called") }
            try check(timer.cancel())
            try timer.start()
            try check(timer.join())
            try check(log.entries.isEmpty)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `is either cancelled or fires, never both and never neither`(on engine: EngineUnderTest) throws {
        try engine.run {
            for _ in 0..<50 {
                let log = Log<String>()
                let timer = Timer(after: .microseconds(50)) { try log.add("called") }
                try timer.start()
                try sleep(for: .microseconds(50))
                let isCancelled = timer.cancel()
                try timer.join()
                try check(log.entries.isEmpty == isCancelled)
            }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `starts once, and is joined only after that`(on engine: EngineUnderTest) throws {
        try engine.run {
            let timer = Timer(after: .zero, name: "T") {}
            try check(failure { try timer.join() }, is: "T cannot be joined: it has not been started.")
            try timer.start()
            try check(
                failure { try timer.start() }, is: "T cannot be started: it has been started before.")
            try timer.join()
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `whose function throws harms nobody`(on engine: EngineUnderTest) throws {
        try engine.run {
            let timer = Timer(after: .zero) { throw Mishap() }
            try timer.start()
            try check(timer.join())
        }
    }
}
