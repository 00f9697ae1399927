import LockstepTestKit
import Testing
import Threading

@Suite struct `an atomic variable` {
    @Test(arguments: EngineUnderTest.allCases)
    func `loads what was stored last, by whichever thread`(on engine: EngineUnderTest) throws {
        try engine.run {
            let atomic = Atomic("first")
            try check(atomic.load(), is: "first")
            try spawn { try atomic.store("second") }.value()
            try check(atomic.load(), is: "second")
            try check(atomic.exchange("third"), is: "second")
            try check(atomic.load(), is: "third")
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `exchanges only what is expected, and says what was there`(on engine: EngineUnderTest) throws {
        try engine.run {
            let atomic = Atomic(1)
            var (isExchanged, original) = try atomic.compareExchange(expected: 0, desired: 5)
            try check(!isExchanged && original == 1)
            try check(atomic.load(), is: 1)
            (isExchanged, original) = try atomic.compareExchange(expected: 1, desired: 5)
            try check(isExchanged && original == 1)
            try check(atomic.load(), is: 5)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `loses no addition`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (added, exchanged) = (Atomic(0), Atomic(0))
            let threads = try spawn(count: 4) { _ in
                for _ in 0..<50 {
                    try added.wrappingAdd(1)
                    var seen = try exchanged.load()
                    while true {
                        let (isExchanged, original) = try exchanged.compareExchange(
                            expected: seen, desired: seen + 1)
                        if isExchanged { break }
                        seen = original
                    }
                }
            }
            for thread in threads { try thread.value() }
            try check(added.load(), is: 200)
            try check(exchanged.load(), is: 200)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `cuts off what does not fit of a sum`(on engine: EngineUnderTest) throws {
        try engine.run {
            let atomic = Atomic<Int8>(126, name: "level")
            var values = try atomic.wrappingAdd(1)
            try check(values.oldValue == 126 && values.newValue == 127)
            values = try atomic.wrappingAdd(1)
            try check(values.oldValue == 127 && values.newValue == -128)
            try check(atomic.name, is: "level")
        }
    }

    /// As a lock is made of one: `count` is plain, and nobody loses an update of it.
    @Test(arguments: EngineUnderTest.allCases)
    func `keeps threads out of a section by comparing and exchanging`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (isTaken, count) = (Atomic(false), Shared(0))
            let threads = try spawn(count: 3) { _ in
                for _ in 0..<20 {
                    while try !isTaken.compareExchange(expected: false, desired: true).exchanged {}
                    try count.write(count.read() + 1)
                    try isTaken.store(false)
                }
            }
            for thread in threads { try thread.value() }
            try check(count.finalValue, is: 60)
        }
    }
}
