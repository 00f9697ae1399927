import Analyses
import Events
import JSON
import Programs
import Tracing

extension Run {
    /// The run as a story for a terminal: what happened, line by line, and at the end what it means.
    public var text: String {
        var text = "\(scenario) on \(engine.rawValue)\(chaos ? " with chaos" : ""), run \(id), seed \(seed)\n"
        if let schedule { text += "schedule \(schedule)\n" }
        text += "parameters \(parameters.text)\n\n"
        text += trace.text
        text += "\n" + conclusion
        return text
    }

    /// One line for a list of runs.
    public var summaryLine: String {
        let duration = durationNs.map { milliseconds($0) } ?? "-"
        return
            "\(id)  \(pad(status.rawValue, to: 10))  \(pad(duration, to: 12, onTheLeft: true))  \(scenario)\n"
    }

    private var conclusion: String {
        var lines = [ending] + judgement
        if let error { lines.append(error) }
        lines += (next ?? []).map { story(of: $0) }
        lines += findings.map(\.message)
        for finding in findings { lines += finding.presentCycle.map { story(of: $0) } }
        return lines.map { $0 + "\n" }.joined()
    }

    private var ending: String {
        let after = durationNs.map { " after \(milliseconds($0))" } ?? ""
        return switch status {
        case .queued: "The run waits for its turn."
        case .running: "The run goes on."
        case .completed: "Completed\(after): \(outcome?.text ?? "null")"
        case .deadlocked:
            "Deadlocked\(after): the watchdog interrupted "
                + (watchdog?.interrupted ?? []).map { trace.name(ofThread: $0) }.joined(separator: ", ") + "."
        case .timedOut: "Timed out\(after)."
        case .cancelled: "Cancelled\(after)."
        case .failed: "Failed\(after)."
        case .paused: "Paused\(after). Next:"
        }
    }

    /// Whether it did what it is for, and whether it was expected to end so.
    private var judgement: [String] {
        guard let isCorrect else { return [] }
        let expectation =
            isExpected == isCorrect ? "" : isExpected == true ? ", as expected" : ", unexpectedly"
        if isCorrect { return ["Correct\(expectation)."] }
        return ["Wrong\(expectation)\(mistake.map { ": " + $0.en } ?? "")."]
    }

    private func story(of action: PendingAction) -> String {
        let name = trace.name(ofThread: action.thread)
        let can = !action.isEnabled ? "cannot" : action.timesOut ? "gives up to" : "can"
        let place = action.source.map { " (\($0))" } ?? ""
        return
            "  \(action.step): \(name) \(can) \(action.action.rawValue) \(trace.name(ofObject: action.object))\(place)"
    }

    private func story(of link: CycleLink) -> String {
        let held = link.holds.map { trace.name(ofObject: $0) }.joined(separator: ", ")
        return "  \(trace.name(ofThread: link.thread)) holds \(held.isEmpty ? "nothing" : held)"
            + " and waits for \(trace.name(ofObject: link.waitsFor))."
    }
}

extension Finding {
    /// Who waits for whom in it, unless that is only what might have been.
    fileprivate var presentCycle: [CycleLink] {
        switch kind {
        case .deadlock(_, let cycle), .circularWait(let cycle): cycle
        case .dataRace, .lostUpdate, .lockOrderInversion, .uncaughtError: []
        }
    }
}

extension JSONValue {
    fileprivate var text: String { String(decoding: serialized, as: UTF8.self) }
}
