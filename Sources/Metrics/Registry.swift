/// The metrics that a program tells of. It is filled before it is read; filling it is for one thread.
///
/// Durations are in seconds and sizes in bytes, as Prometheus wants them, and names end in their unit; a counter's name
/// ends in `_total`.
public struct Registry: Sendable {
    /// What is told about a metric beside its values.
    public struct Entry: Sendable {
        /// The name.
        public let name: String
        /// Its kind.
        public let type: MetricType
        /// The labels' names.
        public let labels: [String]
        /// One sentence.
        public let help: String
        let write: @Sendable (inout Exposition) -> Void
    }

    /// All metrics, in the order in which they were added.
    public private(set) var entries: [Entry] = []

    /// No metrics.
    public init() {}

    /// The media type of `text`.
    public static var contentType: String { Exposition.contentType }

    /// All metrics with their present values, in Prometheus' exposition format 0.0.4.
    public var text: String {
        var exposition = Exposition()
        for entry in entries {
            exposition.head(entry.name, entry.type, help: entry.help)
            entry.write(&exposition)
        }
        return exposition.text
    }

    /// Adds a counter.
    public mutating func counter(_ name: String, _ help: String) -> Counter {
        let counter = Counter()
        add(name, .counter, help) { $0.sample(name, "\(counter.value)") }
        return counter
    }

    /// Adds counters that differ in their labels.
    public mutating func counters(_ name: String, by labels: [String], _ help: String) -> Family<Counter> {
        let family = Family(labels: labels) { Counter() }
        add(name, .counter, by: labels, help) { exposition in
            for (values, counter) in family.members {
                exposition.sample(name, of: pairs(labels, values), "\(counter.value)")
            }
        }
        return family
    }

    /// Adds a counter that somebody else keeps; `read` is called whenever the metrics are read. Nil leaves it out.
    public mutating func counter(
        _ name: String, _ help: String, read: @escaping @Sendable () -> Double?
    ) {
        add(name, .counter, help) { exposition in
            if let value = read() { exposition.sample(name, Exposition.number(value)) }
        }
    }

    /// Adds a gauge; `read` is called whenever the metrics are read. Nil leaves it out.
    public mutating func gauge(_ name: String, _ help: String, read: @escaping @Sendable () -> Double?) {
        add(name, .gauge, help) { exposition in
            if let value = read() { exposition.sample(name, Exposition.number(value)) }
        }
    }

    /// Adds gauges that never change.
    public mutating func constants(
        _ name: String, by labels: [String], _ help: String, _ values: [([String], Double)]
    ) {
        add(name, .gauge, by: labels, help) { exposition in
            for (names, value) in values {
                exposition.sample(name, of: pairs(labels, names), Exposition.number(value))
            }
        }
    }

    /// Adds a histogram.
    public mutating func histogram(_ name: String, _ help: String) -> Histogram {
        let histogram = Histogram()
        add(name, .histogram, help) { $0.histogram(name, histogram) }
        return histogram
    }

    /// Adds histograms that differ in their labels.
    public mutating func histograms(_ name: String, by labels: [String], _ help: String) -> Family<Histogram>
    {
        let family = Family(labels: labels) { Histogram() }
        add(name, .histogram, by: labels, help) { exposition in
            for (values, histogram) in family.members {
                exposition.histogram(name, of: pairs(labels, values), histogram)
            }
        }
        return family
    }

    private mutating func add(
        _ name: String, _ type: MetricType, by labels: [String] = [], _ help: String,
        _ write: @escaping @Sendable (inout Exposition) -> Void
    ) {
        precondition(!entries.contains { $0.name == name }, "there are two metrics called \(name)")
        precondition((type == .counter) == name.hasSuffix("_total"), "\(name) is a \(type)")
        entries.append(Entry(name: name, type: type, labels: labels, help: help, write: write))
    }
}

/// The kind of a metric.
public enum MetricType: String, Sendable {
    case counter, gauge, histogram
}

private func pairs(_ names: [String], _ values: [String]) -> [(name: String, value: String)] {
    zip(names, values).map { ($0, $1) }
}
