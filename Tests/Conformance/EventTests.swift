import LockstepTestKit
import Testing
import Threading

@Suite struct `an event` {
    @Test(arguments: EngineUnderTest.allCases)
    func `is set until it is cleared`(on engine: EngineUnderTest) throws {
        try engine.run {
            let event = Event()
            try check(!event.isSet)
            event.set()
            event.set()
            try check(event.isSet)
            try check(event.wait() && event.wait(timeout: .zero))
            event.clear()
            try check(!event.isSet)
            try check(!event.wait(timeout: .zero))
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `lets all pass who wait when it is set`(on engine: EngineUnderTest) throws {
        try engine.run {
            let event = Event()
            let others = try spawn(count: 5) { _ in try event.wait() }
            try waitUntil(5, blockedOn: event.state)
            event.set()
            for other in others { try check(other.value()) }
            try check(event.isSet, "waiting leaves an event set")
        }
    }

    // CPython's test_set_and_clear: a wait that the setting ended does not begin anew because of the clearing.
    @Test(arguments: EngineUnderTest.allCases)
    func `lets all pass who wait, though it is cleared before they have gone on`(on engine: EngineUnderTest)
        throws
    {
        try engine.run {
            for _ in 0..<20 {
                let event = Event()
                let others = try spawn(count: 4) { _ in try event.wait(timeout: .seconds(30)) }
                try waitUntil(4, blockedOn: event.state)
                event.set()
                event.clear()
                for other in others { try check(other.value()) }
                try check(!event.wait(timeout: .zero), "who comes after the clearing waits")
            }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `is waited for no shorter than the timeout`(on engine: EngineUnderTest) throws {
        try engine.run {
            let event = Event()
            try check(time { try check(!event.wait(timeout: .milliseconds(10))) } >= .milliseconds(10))
            try check(event.state.waiterCount, is: 0)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `that is cleared makes later waits block`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (event, log) = (Event(), Log<String>())
            event.set()
            event.clear()
            let other = try spawn {
                try event.wait()
                try log.add("passed")
            }
            try waitUntil(blockedOn: event.state)
            try log.add("set")
            event.set()
            try other.value()
            try check(log.entries, is: ["set", "passed"])
        }
    }
}
