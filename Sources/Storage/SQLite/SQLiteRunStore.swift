import FoundationEssentials
import GRDB
public import Playground
import Scenarios
import Synchronization
import Tracing

/// Keeps runs in one SQLite file.
///
/// What a call has written is there after the process was killed: a commit in the write-ahead log has gone to the
/// kernel. It is not flushed to the disk at every commit (`synchronous = NORMAL`), which would take milliseconds; if
/// the power fails, the file is sound and the last runs may be missing.
///
/// What a run's JSON was, it stays: the bytes themselves are kept, compressed, and a run that is wanted otherwise is
/// read from them.
public final class SQLiteRunStore: RunStore {
    let path: String
    private let pool: DatabasePool
    /// Outlives `pool`, which stands above it: see there.
    private let file: DataFile
    private let retention: Retention
    private let commits: CommitQueue

    /// Opens the file, or makes it. Runs that were under way when its last process ended read as failed from now on.
    ///
    /// - Parameters:
    ///   - runLimit: how many runs to keep at most; always the newest one.
    ///   - byteLimit: how many bytes of runs, compressed, to keep at most.
    /// - Throws: `StoreError` if the file cannot be used; it is left as it was then.
    public convenience init(path: String, runLimit: Int, byteLimit: Int) throws(StoreError) {
        try self.init(path: path, runLimit: runLimit, byteLimit: byteLimit, pageLimit: nil)
    }

    /// - Parameter pageLimit: how many pages the file may have, for tests of a full disk.
    package init(path: String, runLimit: Int, byteLimit: Int, pageLimit: Int?) throws(StoreError) {
        self.path = path
        file = try DataFile(path)
        do {
            var configuration = Configuration()
            configuration.label = "runs"
            if let pageLimit {
                configuration.prepareDatabase { try $0.execute(sql: "PRAGMA max_page_count = \(pageLimit)") }
            }
            pool = try DatabasePool(path: path, configuration: configuration)
            retention = try Self.prepare(pool, path, runLimit: runLimit, byteLimit: byteLimit)
            commits = CommitQueue(pool, retention)
        } catch {
            throw StoreError(opening: error, file: path)
        }
    }

    /// Everything that has to be looked at before the first run.
    private static func prepare(
        _ pool: DatabasePool, _ path: String, runLimit: Int, byteLimit: Int
    ) throws -> Retention {
        let migrator = Schema.migrator
        if try pool.read({ try migrator.hasBeenSuperseded($0) }) { throw StoreError.newer(file: path) }
        try migrator.migrate(pool)
        return try pool.writeWithoutTransaction { db in
            // Damage that is found now is told to the operator; found later, it would be told to users.
            let reports = try String.fetchAll(db, sql: "PRAGMA quick_check(1)")
            guard reports == ["ok"] else {
                let reason = reports.first?.split(separator: "\n").joined(separator: " ") ?? "no check"
                throw StoreError.corrupt(file: path, reason: reason)
            }
            try db.inTransaction {
                try failInterruptedRuns(db)
                return .commit
            }
            // So that the file's mark, if it is new, is in the file itself.
            _ = try db.checkpoint(.truncate)
            let retention = try Retention(db, runLimit: runLimit, byteLimit: byteLimit)
            try db.inTransaction {
                var totals = retention.totals
                try retention.trim(db, &totals)
                retention.totals = totals
                return .commit
            }
            return retention
        }
    }

    private static func failInterruptedRuns(_ db: Database) throws {
        let rows = try Data.fetchAll(
            db, sql: "SELECT summary FROM run WHERE status IN (?, ?)",
            arguments: [JobStatus.queued.rawValue, JobStatus.running.rawValue])
        for summary in rows {
            var run = try Run(json: [UInt8](summary))
            run.error = "The server ended while the run was \(run.status.rawValue)."
            run.status = .failed
            _ = try RunRow(run).update(db)
        }
    }

    /// Keeps a new run, and lets the oldest go that are too many.
    public func insert(_ run: Run) throws(StoreError) {
        let row = RunRow(run)
        try write { db, totals in
            try row.insert(db)
            totals.runs += 1
            totals.bytes += row.bytes
        }
    }

    /// Replaces a run by what has become of it, unless it is gone.
    public func replace(_ run: Run) throws(StoreError) {
        // Outside of the writer's turn: compressing takes longer than writing.
        let row = RunRow(run)
        try write { db, totals in
            if let old = try row.update(db) { totals.bytes += row.bytes - old }
        }
    }

    /// A run, whole.
    public func run(_ id: JobID) throws(StoreError) -> Run? {
        guard let json = try json(id) else { return nil }
        return try decode(json)
    }

    /// The bytes that the run's JSON was.
    public func json(_ id: JobID) throws(StoreError) -> [UInt8]? {
        let found = try read { db in try RunRow.document(of: id, db) }
        switch found {
        case nil: return nil
        case .unfinished(let summary): return try decode(summary).json
        case .ended(let document):
            if let json = document.inflated { return json }
            throw .corrupt(file: path, reason: "run \(id) cannot be decompressed")
        }
    }

    /// Runs, newest first, without their traces.
    public func runs(_ query: RunQuery) throws(StoreError) -> RunPage {
        let summaries = try read { db in try RunRow.summaries(query, db) }
        var runs: [Run] = []
        for summary in summaries.prefix(query.limit) { runs.append(try decode(summary)) }
        return RunPage(runs: runs, next: summaries.count > query.limit ? runs.last?.id : nil)
    }

    /// Forgets a run, and says whether it was there.
    public func delete(_ id: JobID) throws(StoreError) -> Bool {
        try write { db, totals in
            guard let bytes = try RunRow.delete(id, db) else { return false }
            totals.runs -= 1
            totals.bytes -= bytes
            return true
        }
    }

    /// How much there is.
    public var usage: StoreUsage {
        let totals = retention.totals
        return StoreUsage(runs: totals.runs, bytes: totals.bytes)
    }

    /// Writes the file's mark once more, where it is already: a page goes into the log, if there is room for one.
    public func check() throws(StoreError) {
        try write { db, _ in try db.execute(sql: "PRAGMA application_id = \(DataFile.applicationID)") }
    }

    /// Brings the log into the file, which is all there is then. Calls that follow throw `StoreError.closed`.
    public func close() throws(StoreError) {
        do {
            _ = try pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
            try pool.close()
        } catch {
            throw StoreError(error, file: path)
        }
    }

    private func decode(_ json: [UInt8]) throws(StoreError) -> Run {
        do { return try Run(json: json) } catch { throw .corrupt(file: path, reason: "\(error)") }
    }

    private func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do { return try pool.read(body) } catch { throw StoreError(error, file: path) }
    }

    private func write<Value>(
        _ body: @escaping (Database, inout Retention.Totals) throws -> Value
    ) throws(StoreError) -> Value {
        do {
            var value: Value?
            try commits.write { db, totals in value = try body(db, &totals) }
            guard let value else { preconditionFailure("a transaction was committed without its value") }
            return value
        } catch {
            throw StoreError(error, file: path)
        }
    }
}
