public import JSON
import Threading
import Tracing

/// What can be computed of a trace beside its findings: statistics, the critical path, and what one event depends on.
public struct RunAnalysis: Sendable {
    /// How threads spent their time, and how objects were used.
    public let statistics: RunStatistics
    /// What determined how long the run took.
    public let criticalPath: CriticalPath
    /// What an event depends on, and what depends on it, if one was asked for.
    public let cone: Cone?
    /// Which events of other threads made which possible.
    public let enablers: Enablers
    private let trace: Trace

    /// An event's past and future.
    public struct Cone: Sendable, Hashable {
        /// The event, by `seq`.
        public let event: Int
        /// For each thread the last event that happened before it.
        public let past: [HappensBefore.Cut]
        /// For each thread the first event that happened after it.
        public let future: [HappensBefore.Cut]
    }

    /// The analysis of a run.
    ///
    /// - Parameter seq: the event whose past and future are wanted; none if the trace does not have it.
    public init(in context: AnalysisContext, around seq: Int? = nil) {
        trace = context.trace
        statistics = RunStatistics(of: trace)
        criticalPath = CriticalPath(in: context)
        enablers = context.enablers
        cone = seq.flatMap { seq in
            let order = HappensBefore(in: context)
            guard let past = order.past(of: seq), let future = order.future(of: seq) else { return nil }
            return Cone(event: seq, past: past, future: future)
        }
    }

    // MARK: JSON

    /// The analysis as one JSON object.
    public var json: [UInt8] {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.bytes
    }

    /// Writes the analysis as one object.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.name("threads")
            $0.array(statistics.threads) { writer, times in writer.object { times.write(to: &$0) } }
            $0.name("objects")
            $0.array(statistics.objects) { writer, use in writer.object { use.write(to: &$0) } }
            $0.name("criticalPath")
            $0.array(criticalPath.segments) { writer, segment in writer.object { segment.write(to: &$0) } }
            $0.name("enabledBy")
            $0.array(enablers.pairs) { writer, pair in
                writer.object {
                    $0.member("event", pair.event)
                    $0.member("by", pair.by)
                }
            }
            $0.name("cone")
            if let cone { cone.write(to: &$0) } else { $0.null() }
        }
    }

    // MARK: Text

    /// The analysis as tables for a terminal.
    public var text: String {
        let names = statistics.threads.map { trace.name(ofThread: $0.thread) }
        let width = max(8, names.map(\.count).max() ?? 0)
        var lines = [row(["thread", "running", "blocked", "sleeping", "waits"], width)]
        for (name, times) in zip(names, statistics.threads) {
            let durations = [times.runningNs, times.blockedNs, times.sleepingNs].map { milliseconds($0) }
            lines.append(row([name] + durations + [String(times.waits)], width))
        }
        let used = statistics.objects.filter { $0.acquisitions + $0.contentions > 0 }
        if !used.isEmpty {
            let width = max(8, used.map { trace.name(ofObject: $0.object).count }.max() ?? 0)
            lines += [
                "", row(["object", "taken", "waits", "waited", "longest", "at once"], width),
            ]
            for use in used {
                lines.append(
                    row(
                        [
                            trace.name(ofObject: use.object), String(use.acquisitions),
                            String(use.contentions),
                            milliseconds(use.totalWaitNs), milliseconds(use.longestWaitNs),
                            String(use.mostWaiters),
                        ], width))
            }
        }
        lines += ["", "What determined how long the run took:"]
        lines += criticalPath.segments.map { line($0, width: width) }
        if let cone { lines += [""] + describe(cone) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func row(_ cells: [String], _ width: Int) -> String {
        pad(cells[0], to: width) + cells.dropFirst().map { pad($0, to: 14, onTheLeft: true) }.joined()
    }

    private func line(_ segment: CriticalPath.Segment, width: Int) -> String {
        let time = pad(milliseconds(segment.toNs - segment.fromNs), to: 14, onTheLeft: true)
        let object = segment.object.map { " for \(trace.name(ofObject: $0))" } ?? ""
        let what =
            switch segment.activity {
            case .running: "runs"
            case .sleeping: "sleeps"
            case .waiting: "waits\(object) in vain"
            case .waking: "wakes up from its wait\(object)"
            }
        return "\(pad(milliseconds(segment.fromNs), to: 14, onTheLeft: true))\(time)  "
            + "\(pad(trace.name(ofThread: segment.thread), to: width))  \(what)"
    }

    private func describe(_ cone: Cone) -> [String] {
        [
            "Event \(cone.event) depends on: \(list(cone.past, "up to")).",
            "On event \(cone.event) depend: \(list(cone.future, "from")).",
        ]
    }

    private func list(_ cuts: [HappensBefore.Cut], _ preposition: String) -> String {
        if cuts.isEmpty { return "nothing" }
        return cuts.map { "\(trace.name(ofThread: $0.thread)) \(preposition) event \($0.seq)" }
            .joined(separator: ", ")
    }
}

extension RunStatistics.ThreadTimes {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.member("thread", thread)
        writer.member("startNs", startNs)
        writer.member("endNs", endNs)
        writer.member("runningNs", runningNs)
        writer.member("blockedNs", blockedNs)
        writer.member("sleepingNs", sleepingNs)
        writer.member("waits", waits)
    }
}

extension RunStatistics.ObjectUse {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.member("object", object)
        writer.member("acquisitions", acquisitions)
        writer.member("contentions", contentions)
        writer.member("totalWaitNs", totalWaitNs)
        writer.member("longestWaitNs", longestWaitNs)
        writer.member("longestWait", longestWait)
        writer.member("mostWaiters", mostWaiters)
    }
}

extension CriticalPath.Segment {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.member("thread", thread)
        writer.member("activity", activity.rawValue)
        writer.member("fromNs", fromNs)
        writer.member("toNs", toNs)
        writer.member("object", object)
        writer.member("endedBy", endedBy)
    }
}

extension RunAnalysis.Cone {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object {
            $0.member("event", event)
            for (name, cuts) in [("past" as StaticString, past), ("future", future)] {
                $0.name(name)
                $0.array(cuts) { writer, cut in
                    writer.object {
                        $0.member("thread", cut.thread)
                        $0.member("event", cut.seq)
                    }
                }
            }
        }
    }
}
