public import Metrics

/// A store whose writing is timed, and whose failures are counted.
public final class MeasuredRunStore: RunStore {
    private let store: any RunStore
    private let writes: Histogram
    private let failures: Family<Counter>

    /// Measures another store.
    public init(_ store: any RunStore, in registry: inout Registry) {
        self.store = store
        writes = registry.histogram(
            "lockstep_store_write_duration_seconds", "How long it took to insert, replace or delete a run.")
        failures = registry.counters(
            "lockstep_store_failures_total", by: ["operation"], "Calls of the store that failed.")
        for operation in ["read", "write"] { _ = failures[operation] }
        registry.gauge("lockstep_store_runs", "Runs that are kept.") { Double(store.usage.runs) }
        registry.gauge("lockstep_store_bytes", "Bytes that the kept runs take, compressed; none in memory.") {
            store.usage.bytes.map(Double.init)
        }
    }

    /// Keeps a new run.
    public func insert(_ run: Run) throws(StoreError) {
        try write { () throws(StoreError) in try store.insert(run) }
    }

    /// Replaces a run by what has become of it.
    public func replace(_ run: Run) throws(StoreError) {
        try write { () throws(StoreError) in try store.replace(run) }
    }

    /// A run, whole.
    public func run(_ id: JobID) throws(StoreError) -> Run? {
        try count("read") { () throws(StoreError) in try store.run(id) }
    }

    /// A run's JSON.
    public func json(_ id: JobID) throws(StoreError) -> [UInt8]? {
        try count("read") { () throws(StoreError) in try store.json(id) }
    }

    /// Runs, newest first.
    public func runs(_ query: RunQuery) throws(StoreError) -> RunPage {
        try count("read") { () throws(StoreError) in try store.runs(query) }
    }

    /// Forgets a run.
    public func delete(_ id: JobID) throws(StoreError) -> Bool {
        try write { () throws(StoreError) in try store.delete(id) }
    }

    /// How much is kept.
    public var usage: StoreUsage { store.usage }

    /// Looks whether it can be written. Counted, but not timed: it is no run.
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
