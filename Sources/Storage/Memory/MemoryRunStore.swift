public import Playground
import Threading
import Tracing

/// Keeps runs in memory, for as long as the process lives.
public final class MemoryRunStore: RunStore {
    private let runLimit: Int
    private let eventLimit: Int
    private let shelf = Locked(Shelf())

    private struct Shelf {
        var runs: [JobID: Run] = [:]
        /// In the order of their creation.
        var order: [JobID] = []
        var events = 0
    }

    /// A store that keeps at most so many runs, with at most so many events in all; always the newest run.
    public init(runLimit: Int, eventLimit: Int) {
        self.runLimit = runLimit
        self.eventLimit = eventLimit
    }

    /// Keeps a new run, and lets the oldest go that are too many.
    public func insert(_ run: Run) {
        let gone = shelf.withLock { shelf in
            // Names are made in order, but may be inserted a little out of it.
            let index = shelf.order.lastIndex { $0 < run.id }.map { $0 + 1 } ?? 0
            shelf.order.insert(run.id, at: index)
            shelf.runs[run.id] = run
            shelf.events += run.trace.events.count
            return trim(&shelf)
        }
        // Let go here, where nobody waits: a trace is hundreds of small pieces of memory.
        _ = consume gone
    }

    /// Replaces a run by what has become of it, unless it is gone.
    public func replace(_ run: Run) {
        let gone = shelf.withLock { shelf -> [Run] in
            guard let old = shelf.runs.updateValue(run, forKey: run.id) else {
                shelf.runs[run.id] = nil
                return []
            }
            shelf.events += run.trace.events.count - old.trace.events.count
            return trim(&shelf)
        }
        _ = consume gone
    }

    /// A run, whole.
    public func run(_ id: JobID) -> Run? { shelf.withLock { $0.runs[id] } }

    /// A run's JSON, made when it is asked for.
    public func json(_ id: JobID) -> [UInt8]? { run(id)?.json }

    /// Runs, newest first, without their traces.
    public func runs(_ query: RunQuery) -> RunPage {
        shelf.withLock { shelf in
            var found: [Run] = []
            for id in shelf.order.reversed() where query.before.map({ id < $0 }) ?? true {
                if let since = query.since, id < since { break }
                guard var run = shelf.runs[id], query.matches(run) else { continue }
                if found.count == query.limit { return RunPage(runs: found, next: found.last?.id) }
                run.trace = Trace(threads: [], objects: [], events: [], truncated: 0)
                found.append(run)
            }
            return RunPage(runs: found, next: nil)
        }
    }

    /// Forgets a run, and says whether it was there.
    public func delete(_ id: JobID) -> Bool { shelf.withLock { remove(id, from: &$0) } != nil }

    /// How many runs there are; nobody knows their size.
    public var usage: StoreUsage { StoreUsage(runs: shelf.withLock(\.order.count), bytes: nil) }

    /// Does nothing: there is always room for one more.
    public func check() {}

    /// Does nothing: there is no place where memory stays.
    public func close() {}

    /// Takes the oldest runs out that are too many.
    private func trim(_ shelf: inout Shelf) -> [Run] {
        var gone: [Run] = []
        while shelf.order.count > max(1, runLimit) || (shelf.events > eventLimit && shelf.order.count > 1) {
            guard let run = remove(shelf.order[0], from: &shelf) else { break }
            gone.append(run)
        }
        return gone
    }

    private func remove(_ id: JobID, from shelf: inout Shelf) -> Run? {
        guard let run = shelf.runs.removeValue(forKey: id) else { return nil }
        if let index = shelf.order.firstIndex(of: id) { shelf.order.remove(at: index) }
        shelf.events -= run.trace.events.count
        return run
    }
}
