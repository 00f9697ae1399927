public import Metrics

/// A store whose writing is timed, and whose failures are counted.
public final class MeasuredJobStore: JobStore {
    private let store: any JobStore
    private let writes: Histogram
    private let failures: Family<Counter>

    /// Measures another store.
    public init(_ store: any JobStore, in registry: inout Registry) {
        self.store = store
        writes = registry.histogram(
            "lockstep_store_write_duration_seconds",
            "How long it took to insert, replace or delete a run or an exploration.")
        failures = registry.counters(
            "lockstep_store_failures_total", by: ["operation"], "Calls of the store that failed.")
        for operation in ["read", "write"] { _ = failures[operation] }
        for kind in JobKind.allCases {
            registry.gauge("lockstep_store_\(kind.plural)", "\(kind.capitalizedPlural) that are kept.") {
                Double(store.usage.count(of: kind))
            }
        }
        registry.gauge("lockstep_store_bytes", "Bytes that all of them take, compressed; none in memory.") {
            store.usage.bytes.map(Double.init)
        }
    }

    /// Keeps a new record.
    public func insert<Record: JobRecord>(_ record: EncodedRecord<Record>) throws(StoreError) {
        try write { () throws(StoreError) in try store.insert(record) }
    }

    /// Replaces a record by what has become of it.
    public func replace<Record: JobRecord>(_ record: EncodedRecord<Record>) throws(StoreError) {
        try write { () throws(StoreError) in try store.replace(record) }
    }

    /// A record, whole.
    public func record<Record: JobRecord>(_ id: JobID, as type: Record.Type) throws(StoreError) -> Record? {
        try count("read") { () throws(StoreError) in try store.record(id, as: type) }
    }

    /// A record's JSON.
    public func json(_ id: JobID, of kind: JobKind) throws(StoreError) -> [UInt8]? {
        try count("read") { () throws(StoreError) in try store.json(id, of: kind) }
    }

    /// Records of one kind, newest first.
    public func page<Record: JobRecord>(
        _ query: JobQuery, of type: Record.Type
    ) throws(StoreError) -> JobPage<Record> {
        try count("read") { () throws(StoreError) in try store.page(query, of: type) }
    }

    /// Forgets a record.
    public func delete(_ id: JobID, of kind: JobKind) throws(StoreError) -> Bool {
        try write { () throws(StoreError) in try store.delete(id, of: kind) }
    }

    /// How much is kept.
    public var usage: StoreUsage { store.usage }

    /// Looks whether it can be written. Counted, but not timed: it is no record.
    public func check() throws(StoreError) {
        try count("write") { () throws(StoreError) in try store.check() }
    }

    /// Brings everything to where it stays.
    public func close() throws(StoreError) { try store.close() }

    private func write<Output>(_ body: () throws(StoreError) -> Output) throws(StoreError) -> Output {
        let start = ContinuousClock.now
        defer { writes.observe(.now - start) }
        return try count("write", body)
    }

    private func count<Output>(
        _ operation: String, _ body: () throws(StoreError) -> Output
    ) throws(StoreError) -> Output {
        do { return try body() } catch {
            failures[operation].add()
            throw error
        }
    }
}
