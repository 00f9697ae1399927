import Events
import JSON
import Threading

extension Trace {
    /// The trace as text, a line an event, for a terminal.
    public var text: String {
        let width = threads.map(\.name.count).max() ?? 0
        var lines = truncated > 0 ? ["(the first \(truncated) events were dropped)"] : []
        for event in events {
            let time = pad(milliseconds(event.atNs), to: 12, onTheLeft: true)
            let thread = pad(name(ofThread: event.thread), to: width)
            let source = event.source.map { "  \($0)" } ?? ""
            lines.append("\(time)  \(thread)  \(pad(sentence(event), to: source.isEmpty ? 0 : 48))\(source)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// What happened in an event, in words, without who and when.
    public func sentence(_ event: TraceEvent) -> String {
        let object = event.object.map(name(ofObject:)) ?? ""
        let verb = event.action.rawValue
        switch (event.action, event.phase) {
        case (.output, _): return "prints \(quoted(event.value))"
        case (.start, _): return "starts"
        case (.end, _):
            if case .text(let error) = event.value { return "ends with an error: \(error)" }
            return "ends"
        case (.sleep, .wait):
            if case .integer(let duration) = event.value { return "sleeps \(milliseconds(Int64(duration)))" }
            return "sleeps"
        case (.sleep, .done): return "wakes up"
        case (.sleep, _): return "is interrupted in its sleep"
        case (_, .wait): return "waits: \(verb) \(object)"
        case (_, .timeout): return "gives up in time: \(verb) \(object)"
        case (_, .interrupt): return "is interrupted: \(verb) \(object)"
        case (_, .refused): return "is refused: \(verb) \(object) \(quoted(event.value))"
        case (_, .done):
            let value = event.value == .none ? "" : " \(quoted(event.value))"
            return "\(verb) \(object)\(value)\(consequence(event))"
        }
    }

    /// What the event made of its object, where the verb does not say it.
    private func consequence(_ event: TraceEvent) -> String {
        event.state?.kind.model.remark(on: event).map { " (\($0))" } ?? ""
    }

    private func quoted(_ value: TraceValue) -> String {
        String(decoding: JSONValue(value).serialized, as: UTF8.self)
    }
}

/// A time for a reader: milliseconds with three decimals.
public func milliseconds(_ nanoseconds: Int64) -> String {
    let microseconds = nanoseconds / 1000
    let fraction = String(microseconds % 1000)
    return "\(microseconds / 1000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction) ms"
}

/// Spaces behind or before a text, up to a width in characters.
public func pad(_ text: String, to width: Int, onTheLeft: Bool = false) -> String {
    let spaces = String(repeating: " ", count: max(0, width - text.count))
    return onTheLeft ? spaces + text : text + spaces
}
