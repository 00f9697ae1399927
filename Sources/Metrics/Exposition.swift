/// Metrics as text, in Prometheus' exposition format 0.0.4.
struct Exposition {
    /// The media type of the format.
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private(set) var text = ""

    mutating func head(_ name: String, _ type: MetricType, help: String) {
        text += "# HELP \(name) \(Self.escaped(help, quotes: false))\n# TYPE \(name) \(type.rawValue)\n"
    }

    mutating func sample(_ name: String, of labels: [(name: String, value: String)] = [], _ value: String) {
        text += name
        if !labels.isEmpty {
            let pairs = labels.map { "\($0.name)=\"\(Self.escaped($0.value, quotes: true))\"" }
            text += "{\(pairs.joined(separator: ","))}"
        }
        text += " \(value)\n"
    }

    mutating func histogram(
        _ name: String, of labels: [(name: String, value: String)] = [], _ histogram: Histogram
    ) {
        let ends = histogram.bounds.map { Self.number(Double($0) / 1e9) } + ["+Inf"]
        let counts = histogram.cumulative
        for (end, count) in zip(ends, counts) {
            sample(name + "_bucket", of: labels + [("le", end)], "\(count)")
        }
        sample(name + "_sum", of: labels, Self.number(histogram.seconds))
        // Not a count of its own, which could be ahead of the ranges.
        sample(name + "_count", of: labels, "\(counts.last ?? 0)")
    }

    /// A number as Go reads it: whole ones without a fraction.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return Int(exactly: value).map(String.init) ?? "\(value)"
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}
