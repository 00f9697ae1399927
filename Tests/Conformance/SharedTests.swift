import LockstepTestKit
import Testing
import Threading

@Suite struct `a shared variable` {
    @Test(arguments: EngineUnderTest.allCases)
    func `reads as what was written last, by whichever thread`(on engine: EngineUnderTest) throws {
        try engine.run {
            let variable = Shared("first")
            try check(variable.read(), is: "first")
            try spawn { try variable.write("second") }.value()
            try check(variable.read(), is: "second")
            try check(variable.finalValue, is: "second")
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `never shows half a write`(on engine: EngineUnderTest) throws {
        try engine.run {
            let variable = Shared([0, 0, 0])
            let writers = try spawn(count: 3) { number in
                for round in 0..<50 { try variable.write(Array(repeating: number * 100 + round, count: 3)) }
            }
            for _ in 0..<100 {
                let value = try variable.read()
                try check(Set(value).count == 1)
            }
            for writer in writers { try writer.value() }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `can lose an update between a read and a write`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (variable, bothHaveRead) = try (Shared(0), Barrier(2))
            let threads = try spawn(count: 2) { _ in
                let value = try variable.read()
                try bothHaveRead.wait()
                try variable.write(value + 1)
            }
            for thread in threads { try thread.value() }
            try check(variable.finalValue, is: 1)
        }
    }
}
