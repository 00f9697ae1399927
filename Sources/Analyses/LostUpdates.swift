import Events
import Threading
import Tracing

/// Updates of variables that were overwritten unseen: a thread read a variable, another wrote it, and then the first
/// wrote what it had made of the old value. One finding for each variable.
public struct LostUpdates: Analysis {
    /// The analysis.
    public init() {}

    /// The lost updates, by variable.
    public func findings(in context: AnalysisContext) -> [Finding] { context.trace.lostUpdates() }
}

extension Trace {
    fileprivate func lostUpdates() -> [Finding] {
        var readers: [ObjectID: [ThreadID: TraceEvent]] = [:]
        var overwritten: [ObjectID: [LostUpdate]] = [:]
        var lastWrite: [ObjectID: TraceEvent] = [:]
        for event in events where event.phase == .done {
            guard let object = event.object else { continue }
            switch event.action {
            case .read:
                readers[object, default: [:]][event.thread] = event
            case .write:
                if let read = readers[object]?.removeValue(forKey: event.thread),
                    let lost = lastWrite[object], lost.seq > read.seq, lost.thread != event.thread
                {
                    overwritten[object, default: []].append(LostUpdate(read: read, lost: lost, write: event))
                }
                lastWrite[object] = event
            default: break
            }
        }
        return overwritten.sorted { $0.key < $1.key }.map { finding(of: $1, on: $0) }
    }

    private struct LostUpdate {
        let read: TraceEvent
        let lost: TraceEvent
        let write: TraceEvent
    }

    private func finding(of updates: [LostUpdate], on object: ObjectID) -> Finding {
        let variable = name(ofObject: object)
        let count =
            updates.count == 1
            ? "1 update of \(variable) was" : "\(updates.count) updates of \(variable) were"
        let example = updates.first.map { update in
            " \(name(ofThread: update.write.thread)) read it\(place(update.read)), then"
                + " \(name(ofThread: update.lost.thread)) wrote it\(place(update.lost)), then"
                + " \(name(ofThread: update.write.thread)) wrote over that\(place(update.write))."
        }
        return Finding(
            .lostUpdate, message: "\(count) lost.\(example ?? "")",
            threads: Set(updates.flatMap { [$0.read.thread, $0.lost.thread] }).sorted(), objects: [object],
            events: updates.flatMap { [$0.read.seq, $0.lost.seq, $0.write.seq] })
    }
}
