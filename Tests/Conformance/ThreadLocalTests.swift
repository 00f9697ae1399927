import LockstepTestKit
import Testing
import Threading

@Suite struct `a thread-local variable` {
    @Test(arguments: EngineUnderTest.allCases)
    func `is each thread's own`(on engine: EngineUnderTest) throws {
        try engine.run {
            let variable = ThreadLocal { 1 }
            let bothHaveWritten = try Barrier(2)
            let others = try spawn(count: 2) { number in
                try check(variable.value, is: 1)
                variable.value = number + 10
                try bothHaveWritten.wait()
                return variable.value
            }
            try check(others.map { try $0.value() }, is: [10, 11])
            try check(variable.value, is: 1)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `is made when a thread first asks for it, and once`(on engine: EngineUnderTest) throws {
        try engine.run {
            let made = Shared(0)
            let variable = ThreadLocal {
                try? made.write(made.read() + 1)
                return 0
            }
            try check(made.read(), is: 0)
            variable.value += 1
            variable.value += 1
            try check((made.read(), variable.value) == (1, 2))
            try spawn { variable.value = 5 }.value()
            try check(made.read(), is: 1)
            try check(spawn { variable.value }.value(), is: 0)
            try check(made.read(), is: 2)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `is told apart from others of its type`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (a, b) = (ThreadLocal { "a" }, ThreadLocal { "b" })
            a.value += "1"
            try check([a.value, b.value], is: ["a1", "b"])
        }
    }

    // A missing value and a value that is nil look alike to a cast.
    @Test(arguments: EngineUnderTest.allCases)
    func `of an optional type begins with its first value, and can be nil`(on engine: EngineUnderTest) throws
    {
        try engine.run {
            let variable = ThreadLocal<Int?> { 5 }
            try check(variable.value, is: 5)
            variable.value = nil
            try check(variable.value, is: nil)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `goes when its thread ends`(on engine: EngineUnderTest) throws {
        try engine.run {
            final class Token: Sendable {
                let gone: Event
                init(gone: Event) { self.gone = gone }
                deinit { gone.set() }
            }
            let gone = Event()
            let variable = ThreadLocal<Token?> { nil }
            let other = try spawn { variable.value = Token(gone: gone) }
            try other.value()
            try check(gone.isSet)
        }
    }
}
