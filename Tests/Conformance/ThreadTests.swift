import LockstepTestKit
import Testing
import Threading

@Suite struct `a thread` {
    @Test(arguments: EngineUnderTest.allCases)
    func `runs once it is started, and is alive until it ends`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (log, mayEnd) = (Log<String>(), Event())
            let thread = Thread {
                try log.add("runs")
                try mayEnd.wait()
            }
            try check(!thread.isAlive && thread.nativeID == nil)
            try thread.start()
            try check(thread.isAlive)
            try waitUntil { log.entries == ["runs"] }
            try check(thread.nativeID != nil)
            try check(!thread.join(timeout: .zero))
            mayEnd.set()
            try check(thread.join())
            try check(!thread.isAlive)
            try check(thread.join() && thread.join(timeout: .zero), "joining twice is joining")
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `is started once only`(on engine: EngineUnderTest) throws {
        try engine.run {
            let thread = Thread(name: "T") {}
            try thread.start()
            let message = "T cannot be started: it has been started before."
            try check(failure { try thread.start() }, is: message)
            try thread.join()
            try check(failure { try thread.start() }, is: message)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `is neither joined before its start nor by itself`(on engine: EngineUnderTest) throws {
        try engine.run {
            let thread = Thread(name: "T") {}
            let message = "T cannot be joined: it has not been started."
            try check(failure { try thread.join() }, is: message)
            try check(failure { try thread.join(timeout: .zero) }, is: message)
            try check(
                failure { try Thread.current.join() },
                is: "MainThread cannot be joined by itself: it would wait for ever.")
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `is joined for no shorter than the timeout`(on engine: EngineUnderTest) throws {
        try engine.run {
            let mayEnd = Event()
            let other = try spawn { try mayEnd.wait() }
            let taken = try time { try check(!other.thread.join(timeout: .milliseconds(10))) }
            try check(taken >= .milliseconds(10))
            mayEnd.set()
            try check(other.value())
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `lets all go on who join it`(on engine: EngineUnderTest) throws {
        try engine.run {
            let mayEnd = Event()
            let thread = try spawn { try mayEnd.wait() }.thread
            let joiners = try spawn(count: 4) { _ in try thread.join() }
            try waitUntil(4, blockedOn: thread.life)
            mayEnd.set()
            for joiner in joiners { try check(joiner.value()) }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `is a daemon if its maker is one, unless told otherwise`(on engine: EngineUnderTest) throws {
        try engine.run {
            try check(!Thread.current.isDaemon)
            try check(!Thread {}.isDaemon && Thread(daemon: true) {}.isDaemon)
            let made = try spawn(daemon: true) { [Thread {}.isDaemon, Thread(daemon: false) {}.isDaemon] }
            try check(made.value(), is: [true, false])
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `knows itself, its maker and its name`(on engine: EngineUnderTest) throws {
        try engine.run {
            let main = Thread.current
            try check(main.name, is: "MainThread")
            let named = Thread(name: "worker") {}
            try check(named.name, is: "worker")
            let unnamed = [Thread {}, Thread {}]
            try check(Set([main.id, named.id] + unnamed.map(\.id)).count, is: 4)
            let other = try spawn { Thread.current }
            try check(other.value() === other.thread)
            try check(other.thread.parent, is: main.id)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `is listed from its start until it has been joined`(on engine: EngineUnderTest) throws {
        try engine.run {
            func isListed(_ thread: Thread) -> Bool { Thread.enumerate().contains { $0 === thread } }
            for _ in 0..<50 {
                let mayEnd = Event()
                let thread = Thread { try mayEnd.wait() }
                try check(!isListed(thread))
                try thread.start()
                try check(isListed(thread) && isListed(.current))
                try check(Thread.activeCount >= 2)
                mayEnd.set()
                try thread.join()
                try check(!isListed(thread))
            }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `can be a subclass that overrides run`(on engine: EngineUnderTest) throws {
        final class Greeter: Thread, @unchecked Sendable {  // a constant
            let log: Log<String>
            init(log: Log<String>) {
                self.log = log
                super.init(name: "greeter")
            }
            override func run() throws { try log.add("\(name) on \(Thread.current.name)") }
        }
        try engine.run {
            let log = Log<String>()
            let greeter = Greeter(log: log)
            try greeter.start()
            try greeter.join()
            try check(log.entries, is: ["greeter on greeter"])
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `that an error ends harms no other`(on engine: EngineUnderTest) throws {
        try engine.run {
            let thread = Thread { throw Mishap() }
            try thread.start()
            try check(thread.join())
            try check(!thread.isAlive && !thread.isInterrupted)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `lets its body go when it ends`(on engine: EngineUnderTest) throws {
        try engine.run {
            final class Token: Sendable {}
            var token: Token? = Token()
            weak let watched = token
            let thread = Thread { [token] in _ = token }
            token = nil
            try check(watched != nil)
            try thread.start()
            try thread.join()
            try check(watched == nil)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `sleeps no shorter than it is told to`(on engine: EngineUnderTest) throws {
        try engine.run {
            try check(time { try sleep(for: .milliseconds(10)) } >= .milliseconds(10))
            try sleep(for: .zero)
            try sleep(for: .seconds(-1))
        }
    }
}
