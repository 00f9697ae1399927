import Foundation

/// Several ways to do the same, measured in turn.
struct Contest {
    /// A way to do it; `measure` does it once, and says how many a second it did.
    struct Contestant {
        let name: String
        let measure: () throws -> Double
    }

    /// How figures are shown.
    enum Unit {
        case perSecond, millionsPerSecond, nanosecondsEach

        func shown(_ rate: Double) -> String {
            switch self {
            case .perSecond: String(format: "%.0f/s", rate)
            case .millionsPerSecond: String(format: "%.3f M/s", rate / 1e6)
            case .nanosecondsEach: String(format: "%.1f ns", 1e9 / rate)
            }
        }
    }

    let title: String
    let unit: Unit
    /// Whom the others are compared with: the ratio is this contestant's speed, divided by the other's.
    var reference = "Lockstep"
    /// Java compiles as it goes, and takes a few rounds to be at its best.
    var warmUps = 1
    var rounds = 7
    var contestants: [Contestant] = []

    mutating func add(_ name: String, _ measure: @escaping () throws -> Double) {
        contestants.append(Contestant(name: name, measure: measure))
    }

    /// Has everyone warm up, then take turns (A B C A B C ...), so that what else the machine does meets all
    /// alike; prints medians, each with the slowest and the fastest round, and returns the medians.
    @discardableResult
    func run() throws -> [String: Double] {
        for contestant in contestants { for _ in 0..<warmUps { _ = try contestant.measure() } }
        var rates: [String: [Double]] = [:]
        for _ in 0..<rounds {
            for contestant in contestants {
                rates[contestant.name, default: []].append(try contestant.measure())
            }
        }
        for name in rates.keys { rates[name]?.sort() }
        let medians = rates.mapValues { $0[$0.count / 2] }
        let own = medians[reference] ?? .nan

        var table = Table(columns: [title, "median", "slowest ... fastest", "\(reference) is"])
        for contestant in contestants {
            let name = contestant.name
            guard let median = medians[name], let all = rates[name], let first = all.first,
                let last = all.last
            else { continue }
            let ratio = name == reference ? "" : String(format: "%.2f x as fast", own / median)
            table.add([name, unit.shown(median), "\(unit.shown(first)) ... \(unit.shown(last))", ratio])
        }
        print(table)
        fflush(nil)
        return medians
    }
}

/// Measures the calls of a function that does `count` things.
func rate(of count: Int, _ body: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    try body()
    return Double(count) / ((ContinuousClock.now - start) / .seconds(1))
}

/// A table of text.
struct Table: CustomStringConvertible {
    private var rows: [[String]]

    init(columns: [String]) { rows = [columns] }

    mutating func add(_ row: [String]) { rows.append(row) }

    var description: String {
        let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        func line(_ row: [String]) -> String {
            let cells = zip(row, widths).enumerated().map { column, cell in
                let padding = String(repeating: " ", count: cell.1 - cell.0.count)
                return column == 0 ? cell.0 + padding : padding + cell.0
            }
            return "| " + cells.joined(separator: " | ") + " |\n"
        }
        let rule = widths.enumerated().map { column, width in
            column == 0
                ? String(repeating: "-", count: width) : String(repeating: "-", count: width - 1) + ":"
        }
        return line(rows[0]) + line(rule) + rows.dropFirst().map(line).joined()
    }
}
