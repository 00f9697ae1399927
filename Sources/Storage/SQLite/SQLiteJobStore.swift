import FoundationEssentials
import GRDB
public import Playground
import Synchronization

/// Keeps records in one SQLite file.
///
/// What a call has written is there after the process was killed: a commit in the write-ahead log has gone to the
/// kernel. It is not flushed to the disk at every commit (`synchronous = NORMAL`), which would take milliseconds; if
/// the power fails, the file is sound and the last records may be missing.
///
/// What a record's JSON was, it stays: the bytes themselves are kept, compressed, and a record that is wanted otherwise
/// is read from them.
public final class SQLiteJobStore: JobStore {
    let path: String
    private let pool: DatabasePool
    /// Outlives `pool`, which stands above it: see there.
    private let file: DataFile
    private let retention: Retention
    private let commits: CommitQueue

    /// Opens the file, or makes it. Jobs that were under way when its last process ended read as failed from now on.
    ///
    /// - Parameters:
    ///   - counts: how many records of each kind to keep at most, any number of kinds that are not named; always the
    ///     newest one.
    ///   - byteLimit: how many bytes of records, compressed, to keep at most.
    /// - Throws: `StoreError` if the file cannot be used; it is left as it was then.
    public convenience init(path: String, keeping counts: [JobKind: Int], byteLimit: Int) throws(StoreError) {
        try self.init(path: path, keeping: counts, byteLimit: byteLimit, pageLimit: nil)
    }

    /// - Parameter pageLimit: how many pages the file may have, for tests of a full disk.
    package init(
        path: String, keeping counts: [JobKind: Int], byteLimit: Int, pageLimit: Int?
    ) throws(StoreError) {
        self.path = path
        file = try DataFile(path)
        do {
            var configuration = Configuration()
            configuration.label = "jobs"
            if let pageLimit {
                configuration.prepareDatabase { try $0.execute(sql: "PRAGMA max_page_count = \(pageLimit)") }
            }
            pool = try DatabasePool(path: path, configuration: configuration)
            retention = try Self.prepare(pool, path, keeping: counts, byteLimit: byteLimit)
            commits = CommitQueue(pool, retention)
        } catch {
            throw StoreError(opening: error, file: path)
        }
    }

    /// Everything that has to be looked at before the first record.
    private static func prepare(
        _ pool: DatabasePool, _ path: String, keeping counts: [JobKind: Int], byteLimit: Int
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
                for kind in JobKind.allCases {
                    switch kind {
                    case .run: try failInterrupted(Run.self, db)
                    case .exploration: try failInterrupted(ExplorationRecord.self, db)
                    }
                }
                return .commit
            }
            // So that the file's mark, if it is new, is in the file itself.
            _ = try db.checkpoint(.truncate)
            let retention = try Retention(db, keeping: counts, byteLimit: byteLimit)
            try db.inTransaction {
                var totals = retention.totals
                try retention.trim(db, &totals)
                retention.totals = totals
                return .commit
            }
            return retention
        }
    }

    private static func failInterrupted<Record: JobRecord>(_ type: Record.Type, _ db: Database) throws {
        let rows = try Data.fetchAll(
            db, sql: "SELECT summary FROM job WHERE kind = ? AND status IN (?, ?)",
            arguments: [Record.kind.rawValue, JobStatus.queued.rawValue, JobStatus.running.rawValue])
        for summary in rows {
            var record = try Record(json: [UInt8](summary))
            record.error = "The server ended while the \(Record.kind) was \(record.status.rawValue)."
            record.status = .failed
            _ = try JobRow(EncodedRecord(record)).update(db)
        }
    }

    /// Keeps a new record, and lets the oldest go that are too many.
    public func insert<Record: JobRecord>(_ record: EncodedRecord<Record>) throws(StoreError) {
        let row = JobRow(record)
        try write { db, totals in
            try row.insert(db)
            totals.add(Record.kind, bytes: row.bytes)
        }
    }

    /// Replaces a record by what has become of it, unless it is gone.
    public func replace<Record: JobRecord>(_ record: EncodedRecord<Record>) throws(StoreError) {
        // Outside of the writer's turn: compressing takes longer than writing.
        let row = JobRow(record)
        try write { db, totals in
            if let old = try row.update(db) { totals.bytes += row.bytes - old }
        }
    }

    /// A record, whole.
    public func record<Record: JobRecord>(_ id: JobID, as type: Record.Type) throws(StoreError) -> Record? {
        switch try find(id, Record.kind) {
        case nil: nil
        case .unfinished(let summary): try decode(summary)
        case .ended(let document): try decode(inflated(document, of: id, Record.kind))
        }
    }

    /// The bytes that the record's JSON was.
    public func json(_ id: JobID, of kind: JobKind) throws(StoreError) -> [UInt8]? {
        switch try find(id, kind) {
        case nil: nil
        case .ended(let document): try inflated(document, of: id, kind)
        case .unfinished(let summary):
            switch kind {
            case .run: try decode(summary, as: Run.self).json
            case .exploration: try decode(summary, as: ExplorationRecord.self).json
            }
        }
    }

    private func find(_ id: JobID, _ kind: JobKind) throws(StoreError) -> JobRow.Found? {
        try read { db in try JobRow.document(of: id, kind, db) }
    }

    private func inflated(
        _ document: Deflated, of id: JobID, _ kind: JobKind
    ) throws(StoreError) -> [UInt8] {
        if let json = document.inflated { return json }
        throw .corrupt(file: path, reason: "\(kind) \(id) cannot be decompressed")
    }

    /// Records of one kind, newest first, as lists show them.
    public func page<Record: JobRecord>(
        _ query: JobQuery, of type: Record.Type
    ) throws(StoreError) -> JobPage<Record> {
        let summaries = try read { db in try JobRow.summaries(query, Record.kind, db) }
        var records: [Record] = []
        for summary in summaries.prefix(query.limit) { records.append(try decode(summary)) }
        return JobPage(records: records, next: summaries.count > query.limit ? records.last?.id : nil)
    }

    /// Forgets a record, and says whether it was there.
    public func delete(_ id: JobID, of kind: JobKind) throws(StoreError) -> Bool {
        try write { db, totals in
            guard let (_, bytes) = try JobRow.delete(id, of: kind, db) else { return false }
            totals.remove(kind, bytes: bytes)
            return true
        }
    }

    /// How much there is.
    public var usage: StoreUsage {
        let totals = retention.totals
        return StoreUsage(counts: totals.counts, bytes: totals.bytes)
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

    private func decode<Record: JobRecord>(
        _ json: [UInt8], as type: Record.Type = Record.self
    ) throws(StoreError) -> Record {
        do { return try Record(json: json) } catch { throw .corrupt(file: path, reason: "\(error)") }
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
