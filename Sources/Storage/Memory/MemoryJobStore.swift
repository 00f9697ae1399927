public import Playground
import Threading

/// Keeps records in memory, for as long as the process lives.
public final class MemoryJobStore: JobStore {
    private let countLimits: [JobKind: Int]
    private let eventLimit: Int
    private let kept = Locked(Kept())

    private struct Kept {
        var records: [JobID: any KeptRecord] = [:]
        /// In the order of their creation.
        var order: [JobID] = []
        var counts: [JobKind: Int] = [:]
        var events = 0

        /// The name of the oldest record, of a kind or of all.
        func oldest(of kind: JobKind? = nil) -> JobID? {
            order.first { kind == nil || records[$0]?.head.kind == kind }
        }

        mutating func remove(_ id: JobID) -> (any KeptRecord)? {
            guard let record = records.removeValue(forKey: id) else { return nil }
            if let index = order.firstIndex(of: id) { order.remove(at: index) }
            counts[record.head.kind, default: 0] -= 1
            events -= record.weight
            return record
        }
    }

    /// A store that keeps at most so many records of each kind, any number of kinds that are not named, with at most so
    /// many events in all; always the newest record.
    public init(keeping counts: [JobKind: Int], eventLimit: Int) {
        countLimits = counts
        self.eventLimit = eventLimit
    }

    /// Keeps a new record, and lets the oldest go that are too many.
    public func insert<Record: JobRecord>(_ record: EncodedRecord<Record>) {
        let id = record.record.id
        let gone = kept.withLock { kept in
            // Names are made in order, but may be inserted a little out of it.
            let index = kept.order.lastIndex { $0 < id }.map { $0 + 1 } ?? 0
            kept.order.insert(id, at: index)
            kept.records[id] = record
            kept.counts[Record.kind, default: 0] += 1
            kept.events += record.weight
            return trim(&kept)
        }
        // Let go here, where nobody waits: a trace is hundreds of small pieces of memory.
        _ = consume gone
    }

    /// Replaces a record by what has become of it, unless it is gone.
    public func replace<Record: JobRecord>(_ record: EncodedRecord<Record>) {
        let id = record.record.id
        let gone = kept.withLock { kept -> [any KeptRecord] in
            guard let old = kept.records.updateValue(record, forKey: id) else {
                kept.records[id] = nil
                return []
            }
            kept.events += record.weight - old.weight
            return [old] + trim(&kept)
        }
        _ = consume gone
    }

    /// A record, whole.
    public func record<Record: JobRecord>(_ id: JobID, as type: Record.Type) -> Record? {
        (find(id) as? EncodedRecord<Record>)?.record
    }

    /// A record's JSON, made when it is first asked for.
    public func json(_ id: JobID, of kind: JobKind) -> [UInt8]? {
        find(id).flatMap { $0.head.kind == kind ? $0.json : nil }
    }

    private func find(_ id: JobID) -> (any KeptRecord)? { kept.withLock { $0.records[id] } }

    /// Records of one kind, newest first, as lists show them.
    public func page<Record: JobRecord>(_ query: JobQuery, of type: Record.Type) -> JobPage<Record> {
        var found = kept.withLock { kept in
            var found: [EncodedRecord<Record>] = []
            for id in kept.order.reversed() where query.before.map({ id < $0 }) ?? true {
                if let since = query.since, id < since { break }
                guard let record = kept.records[id] as? EncodedRecord<Record>, query.matches(record.head)
                else { continue }
                found.append(record)
                if found.count > query.limit { break }
            }
            return found
        }
        let hasMore = found.count > query.limit
        if hasMore { found.removeLast() }
        return JobPage(records: found.map(\.record.summary), next: hasMore ? found.last?.record.id : nil)
    }

    /// Forgets a record, and says whether it was there.
    public func delete(_ id: JobID, of kind: JobKind) -> Bool {
        let gone = kept.withLock { kept in
            kept.records[id]?.head.kind == kind ? kept.remove(id) : nil
        }
        return gone != nil
    }

    /// How many records there are; nobody knows their size.
    public var usage: StoreUsage { StoreUsage(counts: kept.withLock(\.counts), bytes: nil) }

    /// Does nothing: there is always room for one more.
    public func check() {}

    /// Does nothing: there is no place where memory stays.
    public func close() {}

    /// Takes the oldest records out that are too many.
    private func trim(_ kept: inout Kept) -> [any KeptRecord] {
        var gone: [any KeptRecord] = []
        for (kind, limit) in countLimits {
            while kept.counts[kind, default: 0] > max(1, limit), let id = kept.oldest(of: kind) {
                if let record = kept.remove(id) { gone.append(record) }
            }
        }
        while kept.events > eventLimit, kept.order.count > 1, let id = kept.oldest() {
            if let record = kept.remove(id) { gone.append(record) }
        }
        return gone
    }
}

/// A record of any kind.
private protocol KeptRecord: Sendable {
    var head: JobHead { get }
    var weight: Int { get }
    var json: [UInt8] { get }
}

extension EncodedRecord: KeptRecord {
    fileprivate var head: JobHead { record.head }
    fileprivate var weight: Int { record.weight }
}
