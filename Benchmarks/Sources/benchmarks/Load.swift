import Foundation

/// Servers under the same load, in turn: requests a second, and how long the answers take.
struct Load {
    /// A server, by the address that is asked.
    struct Contestant {
        let name: String
        let url: String
        /// With how many connections it is measured at most.
        let mostConnections: Int

        init(_ name: String, _ url: String, mostConnections: Int = .max) {
            self.name = name
            self.url = url
            self.mostConnections = mostConnections
        }
    }

    /// What wrk tells of a second.
    private struct Round {
        let rate: Double
        /// In microseconds.
        let median: Double
        let p99: Double
    }

    let title: String
    let connections: Int
    /// What wrk is to ask, if it is no plain GET.
    let script: String?
    /// The first one is whom the others are compared with.
    let contestants: [Contestant]
    var rounds = 5

    /// Has everyone warm up, then take turns; prints medians, and the first contestant's share in each.
    func run() throws {
        var all = [[Round]](repeating: [], count: contestants.count)
        for round in 0...rounds {
            for (index, contestant) in contestants.enumerated() {
                let result = try measure(contestant)
                if round > 0 { all[index].append(result) }
            }
        }
        let medians = all.map { rounds in
            Round(
                rate: median(rounds.map(\.rate)), median: median(rounds.map(\.median)),
                p99: median(rounds.map(\.p99)))
        }
        let own = medians[0]
        let name = contestants[0].name
        var table = Table(columns: [
            title, "requests", "slowest ... fastest", "p50", "p99", "\(name) is", "its p99",
        ])
        for (index, contestant) in contestants.enumerated() {
            let (result, rates) = (medians[index], all[index].map(\.rate).sorted())
            table.add([
                contestant.name, perSecond(result.rate),
                "\(perSecond(rates[0])) ... \(perSecond(rates[rates.count - 1]))",
                milliseconds(result.median), milliseconds(result.p99),
                index == 0 ? "" : String(format: "%.2f x as fast", own.rate / result.rate),
                index == 0 ? "" : String(format: "%.2f x", own.p99 / result.p99),
            ])
        }
        print(table)
        fflush(nil)
    }

    /// A second of load. Every answer must be a 2xx: a refusal is quick to give.
    private func measure(_ contestant: Contestant) throws -> Round {
        let options = ["-t1", "-c\(connections)", "-d1s", "--latency"] + (script.map { ["-s", $0] } ?? [])
        guard let wrk = try Peer("wrk", options + [contestant.url]) else {
            throw BenchmarkError.noAnswer(program: "wrk")
        }
        defer { wrk.stop() }
        var latencies: [Substring: Double] = [:]
        while true {
            let words = try wrk.line().split(separator: " ")
            if words.first == "Non-2xx" {
                throw BenchmarkError.refused(name: contestant.name, report: words.joined(separator: " "))
            }
            if words.count == 2, words[0].hasSuffix("%") { latencies[words[0]] = microseconds(words[1]) }
            guard words.first == "Requests/sec:", let rate = words.last.flatMap({ Double($0) }) else {
                continue
            }
            return Round(rate: rate, median: latencies["50%"] ?? .nan, p99: latencies["99%"] ?? .nan)
        }
    }

    /// What wrk writes as `420.00us`, `1.25ms` or `2.00s`.
    private func microseconds(_ text: Substring) -> Double? {
        for (unit, factor) in [("us", 1.0), ("ms", 1e3), ("s", 1e6)] where text.hasSuffix(unit) {
            return Double(text.dropLast(unit.count)).map { $0 * factor }
        }
        return nil
    }

    private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
    private func perSecond(_ rate: Double) -> String { String(format: "%.0f/s", rate) }
    private func milliseconds(_ time: Double) -> String { String(format: "%.2f ms", time / 1e3) }
}
