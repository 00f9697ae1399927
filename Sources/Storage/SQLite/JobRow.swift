import FoundationEssentials
import GRDB
import Playground

/// A job's record as the tables have it, and every statement that touches them.
struct JobRow {
    let head: JobHead
    let summary: [UInt8]
    /// Nil until the job has ended: until then its summary is all there is.
    let document: Deflated?

    var bytes: Int { summary.count + (document?.bytes.count ?? 0) }

    init<Record: JobRecord>(_ record: EncodedRecord<Record>) {
        head = record.record.head
        summary = record.record.summaryJSON
        document = head.status.hasEnded ? Deflated(record.json) : nil
    }

    func insert(_ db: Database) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO job (id, kind, scenario, means, status, verdict, bytes, summary)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """)
        try statement.execute(arguments: [
            head.id.number, head.kind.rawValue, head.scenario, head.means, head.status.rawValue, head.verdict,
            bytes, Data(summary),
        ])
        try insertDocument(db)
    }

    /// Replaces the row of the same name, and gives the bytes that it took; nil if it is gone.
    func update(_ db: Database) throws -> Int? {
        let size = try db.cachedStatement(sql: "SELECT bytes FROM job WHERE id = ?")
        guard let old = try Int.fetchOne(size, arguments: [head.id.number]) else { return nil }
        let statement = try db.cachedStatement(
            sql: "UPDATE job SET status = ?, verdict = ?, bytes = ?, summary = ? WHERE id = ?")
        try statement.execute(arguments: [
            head.status.rawValue, head.verdict, bytes, Data(summary), head.id.number,
        ])
        try insertDocument(db)
        return old
    }

    private func insertDocument(_ db: Database) throws {
        guard let document else { return }
        let statement = try db.cachedStatement(
            sql: "INSERT OR REPLACE INTO document (id, size, json) VALUES (?, ?, ?)")
        try statement.execute(arguments: [head.id.number, document.originalSize, Data(document.bytes)])
    }

    /// Deletes a row, and gives its kind and the bytes that it took; nil if it is gone.
    static func delete(_ id: JobID, of kind: JobKind? = nil, _ db: Database) throws -> (JobKind, Int)? {
        let statement = try db.cachedStatement(
            sql: "DELETE FROM job WHERE id = ? AND kind = coalesce(?, kind) RETURNING kind, bytes")
        guard let row = try Row.fetchOne(statement, arguments: [id.number, kind?.rawValue]),
            let kind = JobKind(rawValue: row[0])
        else { return nil }
        return (kind, row[1])
    }

    /// The oldest row's name, of a kind or of all.
    static func oldest(of kind: JobKind? = nil, _ db: Database) throws -> JobID? {
        let condition = kind == nil ? "" : "WHERE kind = ?"
        let statement = try db.cachedStatement(sql: "SELECT id FROM job \(condition) ORDER BY id LIMIT 1")
        return try Int64.fetchOne(
            statement, arguments: kind.map { [$0.rawValue] } ?? StatementArguments()
        ).map { JobID($0) }
    }

    /// What there is of a record.
    enum Found {
        case unfinished(summary: [UInt8])
        case ended(Deflated)
    }

    static func document(of id: JobID, _ kind: JobKind, _ db: Database) throws -> Found? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT size, json, CASE WHEN json IS NULL THEN summary END
                FROM job LEFT JOIN document USING (id) WHERE id = ? AND kind = ?
                """)
        return try Row.fetchOne(statement, arguments: [id.number, kind.rawValue]).map { row in
            if let size = row[0] as Int? {
                return .ended(Deflated(stored: [UInt8](row[1] as Data), originalSize: size))
            }
            return .unfinished(summary: [UInt8](row[2] as Data))
        }
    }

    /// The summaries of records, newest first; one more than asked for if there are more.
    static func summaries(_ query: JobQuery, _ kind: JobKind, _ db: Database) throws -> [[UInt8]] {
        var conditions: [String] = []
        var arguments: StatementArguments = []
        func only(_ condition: String, _ value: (any DatabaseValueConvertible)?) {
            guard let value else { return }
            conditions.append(condition)
            arguments += [value]
        }
        only("kind = ?", kind.rawValue)
        only("id < ?", query.before?.number)
        only("id >= ?", query.since?.number)
        only("scenario = ?", query.scenario)
        only("means = ?", query.means)
        only("status = ?", query.status?.rawValue)
        only("verdict = ?", query.verdict)
        arguments += [query.limit + 1]
        let filter = conditions.joined(separator: " AND ")
        let statement = try db.cachedStatement(
            sql: "SELECT summary FROM job WHERE \(filter) ORDER BY id DESC LIMIT ?")
        return try Data.fetchAll(statement, arguments: arguments).map { [UInt8]($0) }
    }
}
