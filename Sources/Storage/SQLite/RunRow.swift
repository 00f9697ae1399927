import FoundationEssentials
import GRDB
import Playground
import Programs
import Scenarios
import Tracing

/// A run as the tables have it, and every statement that touches them.
struct RunRow {
    let id: Int64
    let scenario: String
    let engine: String
    let status: String
    let summary: [UInt8]
    /// Nil until the run has ended: until then its summary is all there is.
    let document: Deflated?

    var bytes: Int { summary.count + (document?.bytes.count ?? 0) }

    init(_ run: Run) {
        id = run.id.number
        scenario = run.scenario
        engine = run.engine.rawValue
        status = run.status.rawValue
        summary = run.summaryJSON
        document = run.status.hasEnded ? Deflated(run.json) : nil
    }

    func insert(_ db: Database) throws {
        let statement = try db.cachedStatement(
            sql: "INSERT INTO run (id, scenario, engine, status, bytes, summary) VALUES (?, ?, ?, ?, ?, ?)")
        try statement.execute(arguments: [id, scenario, engine, status, bytes, Data(summary)])
        try insertDocument(db)
    }

    /// Replaces the row of the same name, and gives the bytes that it took; nil if it is gone.
    func update(_ db: Database) throws -> Int? {
        let size = try db.cachedStatement(sql: "SELECT bytes FROM run WHERE id = ?")
        guard let old = try Int.fetchOne(size, arguments: [id]) else { return nil }
        let statement = try db.cachedStatement(
            sql: "UPDATE run SET status = ?, bytes = ?, summary = ? WHERE id = ?")
        try statement.execute(arguments: [status, bytes, Data(summary), id])
        try insertDocument(db)
        return old
    }

    private func insertDocument(_ db: Database) throws {
        guard let document else { return }
        let statement = try db.cachedStatement(
            sql: "INSERT OR REPLACE INTO document (id, size, json) VALUES (?, ?, ?)")
        try statement.execute(arguments: [id, document.originalSize, Data(document.bytes)])
    }

    /// Deletes a row, and gives the bytes that it took; nil if it is gone.
    static func delete(_ id: JobID, _ db: Database) throws -> Int? {
        let statement = try db.cachedStatement(sql: "DELETE FROM run WHERE id = ? RETURNING bytes")
        return try Int.fetchOne(statement, arguments: [id.number])
    }

    /// The oldest row's name, and the bytes that it takes.
    static func oldest(_ db: Database) throws -> (JobID, Int)? {
        let statement = try db.cachedStatement(sql: "SELECT id, bytes FROM run ORDER BY id LIMIT 1")
        return try Row.fetchOne(statement).map { (JobID($0[0] as Int64), $0[1]) }
    }

    /// What there is of a run.
    enum Found {
        case unfinished(summary: [UInt8])
        case ended(Deflated)
    }

    static func document(of id: JobID, _ db: Database) throws -> Found? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT size, json, CASE WHEN json IS NULL THEN summary END
                FROM run LEFT JOIN document USING (id) WHERE id = ?
                """)
        return try Row.fetchOne(statement, arguments: [id.number]).map { row in
            if let size = row[0] as Int? {
                return .ended(Deflated(stored: [UInt8](row[1] as Data), originalSize: size))
            }
            return .unfinished(summary: [UInt8](row[2] as Data))
        }
    }

    /// The summaries of runs, newest first; one more than asked for if there are more.
    static func summaries(_ query: RunQuery, _ db: Database) throws -> [[UInt8]] {
        var conditions: [String] = []
        var arguments: StatementArguments = []
        func only(_ condition: String, _ value: (any DatabaseValueConvertible)?) {
            guard let value else { return }
            conditions.append(condition)
            arguments += [value]
        }
        only("id < ?", query.before?.number)
        only("id >= ?", query.since?.number)
        only("scenario = ?", query.scenario)
        only("engine = ?", query.engine?.rawValue)
        only("status = ?", query.status?.rawValue)
        arguments += [query.limit + 1]
        let filter = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        let statement = try db.cachedStatement(
            sql: "SELECT summary FROM run \(filter) ORDER BY id DESC LIMIT ?")
        return try Data.fetchAll(statement, arguments: arguments).map { [UInt8]($0) }
    }
}
