import GRDB
import Playground
import Synchronization

/// How much is kept. The sums are kept in memory: counting the rows at every insertion would read them all.
final class Retention: Sendable {
    struct Totals {
        var counts: [JobKind: Int] = [:]
        var bytes = 0

        /// How many records there are of all kinds.
        var all: Int { counts.values.reduce(0, +) }

        mutating func add(_ kind: JobKind, bytes: Int) {
            counts[kind, default: 0] += 1
            self.bytes += bytes
        }

        mutating func remove(_ kind: JobKind, bytes: Int) {
            counts[kind, default: 0] -= 1
            self.bytes -= bytes
        }
    }

    private let countLimits: [JobKind: Int]
    private let byteLimit: Int
    private let current: Mutex<Totals>

    init(_ db: Database, keeping counts: [JobKind: Int], byteLimit: Int) throws {
        countLimits = counts
        self.byteLimit = byteLimit
        var totals = Totals()
        for row in try Row.fetchAll(db, sql: "SELECT kind, count(*), sum(bytes) FROM job GROUP BY kind") {
            guard let kind = JobKind(rawValue: row[0]) else { continue }
            totals.counts[kind] = row[1]
            totals.bytes += row[2] as Int
        }
        current = Mutex(totals)
    }

    /// What there is. Only who has the writer's turn may set it.
    var totals: Totals {
        get { current.withLock { $0 } }
        set { current.withLock { $0 = newValue } }
    }

    /// Lets the oldest records go that are too many, of a kind or in all; never the newest.
    func trim(_ db: Database, _ totals: inout Totals) throws {
        for (kind, limit) in countLimits {
            while totals.counts[kind, default: 0] > max(1, limit) {
                guard let id = try JobRow.oldest(of: kind, db) else { break }
                try remove(id, db, &totals)
            }
        }
        while totals.bytes > byteLimit && totals.all > 1 {
            guard let id = try JobRow.oldest(db) else { return }
            try remove(id, db, &totals)
        }
    }

    private func remove(_ id: JobID, _ db: Database, _ totals: inout Totals) throws {
        guard let (kind, bytes) = try JobRow.delete(id, db) else { return }
        totals.remove(kind, bytes: bytes)
    }
}
