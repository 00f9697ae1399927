/// How often durations fell into which range. Observing one takes no lock.
public final class Histogram: Sendable {
    /// The upper ends of the ranges, in nanoseconds, inclusive; the last range has none.
    let bounds: [Int64]
    /// One for each range, and so one more than there are bounds. A range counts what is in it alone: what falls into
    /// it and all ranges below, as Prometheus has it, is added up when it is read.
    private let counts: [Counter]
    private let nanoseconds = Counter()

    /// From half a millisecond, a small answer's time, to the ten seconds that a run has by default.
    public static let latencies: [Duration] = [
        .microseconds(500), .milliseconds(1), .milliseconds(2), .milliseconds(5), .milliseconds(10),
        .milliseconds(25), .milliseconds(50), .milliseconds(100), .milliseconds(250), .milliseconds(500),
        .seconds(1), .milliseconds(2500), .seconds(5), .seconds(10),
    ]

    /// A histogram of nothing yet.
    ///
    /// - Parameter bounds: the upper ends of the ranges, ascending.
    public init(bounds: [Duration] = latencies) {
        self.bounds = bounds.map(\.wholeNanoseconds)
        precondition(zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 }, "bounds must ascend")
        counts = (0...bounds.count).map { _ in Counter() }
    }

    /// Counts a duration in.
    public func observe(_ duration: Duration) {
        let length = duration.wholeNanoseconds
        counts[bounds.firstIndex { length <= $0 } ?? bounds.count].add()
        nanoseconds.add(Int(length))
    }

    /// How many durations were not longer than each bound; the last of them is how many there were in all.
    var cumulative: [Int] {
        var total = 0
        return counts.map { count in
            total += count.value
            return total
        }
    }

    /// The durations' sum.
    var seconds: Double { Double(nanoseconds.value) / 1e9 }
}

extension Duration {
    fileprivate var wholeNanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }
}
