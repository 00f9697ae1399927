import Events
import Testing
import Threading

@Suite struct `a duration in nanoseconds` {
    @Test func `is exact, and rounded towards zero`() {
        #expect(Duration.nanoseconds(123).nanoseconds == 123)
        #expect(Duration.seconds(-3).nanoseconds == -3_000_000_000)
        #expect(
            Duration(secondsComponent: 1, attosecondsComponent: 1_999_999_999).nanoseconds == 1_000_000_001)
        #expect(
            Duration(secondsComponent: -1, attosecondsComponent: -1_999_999_999).nanoseconds == -1_000_000_001
        )
        #expect(Duration.zero.nanoseconds == 0)
    }

    @Test(arguments: [
        Duration.seconds(Int64.max), .seconds(4_611_686_019), .seconds(5_000_000_000),
        Duration(secondsComponent: 4_611_686_018, attosecondsComponent: 999_999_999_999_999_999),
    ])
    func `can be added to a time, however long it is`(long: Duration) {
        #expect(long.nanoseconds == 1 << 62)
        #expect((Duration.zero - long).nanoseconds == -(1 << 62))
    }
}

@Suite struct `a value in a trace` {
    @Test func `is shown as what it is`() {
        #expect(TraceValue(showing: 3) == .integer(3))
        #expect(TraceValue(showing: true) == .flag(true))
        #expect(TraceValue(showing: 2.5) == .number(2.5))
        #expect(TraceValue(showing: "text") == .text("text"))
        #expect(TraceValue(showing: ()) == .none)
        #expect(TraceValue(showing: TraceValue.integer(1)) == .integer(1))
        #expect(TraceValue(showing: ["a": 1]) == .text("[\"a\": 1]"))
    }

    @Test func `is a number whatever its width`() {
        #expect(TraceValue(showing: UInt8(3)) == .integer(3))
        #expect(TraceValue(showing: Int64(-3)) == .integer(-3))
        #expect(TraceValue(showing: UInt64.max) == .text("18446744073709551615"))
        #expect(TraceValue(showing: Float(2.5)) == .number(2.5))
    }

    @Test func `is nothing or the thing itself if it is optional`() {
        #expect(TraceValue(showing: Int?.none) == .none)
        #expect(TraceValue(showing: Int?.some(3)) == .integer(3))
        #expect(TraceValue(showing: Int??.some(.none)) == .none)
        #expect(TraceValue(showing: UInt8?.some(3)) == .integer(3))
    }

    @Test func `is a list of values if it is an array`() {
        #expect(TraceValue(showing: [1, 2]) == .list([.integer(1), .integer(2)]))
        #expect(TraceValue(showing: [Int]()) == .list([]))
        #expect(TraceValue(showing: [[true], []]) == .list([.list([.flag(true)]), .list([])]))
        #expect(TraceValue(showing: [1, nil]) == .list([.integer(1), .none]))
    }
}
