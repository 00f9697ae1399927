import Metrics
import Testing

@Suite struct `a registry` {
    @Test func `tells each metric with its help, its type and its values`() {
        var registry = Registry()
        let requests = registry.counters("requests_total", by: ["method", "status"], "Requests.")
        registry.gauge("queue_length", "Waiting.") { 3 }
        registry.gauge("unknown", "Nobody knows.") { nil }
        requests["POST", "200"].add(2)
        requests["GET", "404"].add()
        #expect(
            registry.text == """
                # HELP requests_total Requests.
                # TYPE requests_total counter
                requests_total{method="GET",status="404"} 1
                requests_total{method="POST",status="200"} 2
                # HELP queue_length Waiting.
                # TYPE queue_length gauge
                queue_length 3
                # HELP unknown Nobody knows.
                # TYPE unknown gauge

                """)
    }

    @Test func `escapes what a label's value and a help text may not have`() {
        var registry = Registry()
        let odd = registry.counters("odd_total", by: ["path"], "A \\ and\na \"line\".")
        odd["a\\b\"c\nd"].add()
        #expect(registry.text.contains(#"# HELP odd_total A \\ and\na "line"."#))
        #expect(registry.text.contains(#"odd_total{path="a\\b\"c\nd"} 1"#))
    }

    @Test func `a histogram counts upwards, and its last range is all there were`() {
        var registry = Registry()
        let seconds = registry.histogram("wait_seconds", "Waits.")
        for length in [0, 1, 2, 11, 20_000] { seconds.observe(.milliseconds(length)) }
        let lines = registry.text.split(separator: "\n")
        #expect(lines.contains(#"wait_seconds_bucket{le="0.0005"} 1"#))
        #expect(lines.contains(#"wait_seconds_bucket{le="0.001"} 2"#), "a bound is within its range")
        #expect(lines.contains(#"wait_seconds_bucket{le="0.002"} 3"#))
        #expect(lines.contains(#"wait_seconds_bucket{le="10"} 4"#))
        #expect(lines.contains(#"wait_seconds_bucket{le="+Inf"} 5"#))
        #expect(lines.contains("wait_seconds_count 5"))
        #expect(lines.contains("wait_seconds_sum 20.014"))
    }

    @Test(arguments: [
        (1.0, "1"), (0.25, "0.25"), (-2, "-2"), (.infinity, "+Inf"), (.nan, "NaN"), (1e9, "1000000000"),
    ])
    func `writes numbers as Prometheus reads them`(_ value: Double, _ text: String) {
        var registry = Registry()
        registry.gauge("value", "A value.") { value }
        #expect(registry.text.hasSuffix("\nvalue \(text)\n"))
    }

    /// Members are found by several threads at once for the first time, and every count must arrive at the same one.
    @Test func `loses no count when many threads meet a label for the first time`() async {
        var registry = Registry()
        let family = registry.counters("meetings_total", by: ["place"], "Meetings.")
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask { for round in 0..<2000 { family["place \(round % 200)"].add() } }
            }
        }
        let lines = registry.text.split(separator: "\n").dropFirst(2)
        #expect(lines.count == 200)
        #expect(lines.allSatisfy { $0.hasSuffix("\"} 80") }, "\(lines)")
    }
}
