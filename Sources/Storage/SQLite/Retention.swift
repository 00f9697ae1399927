import GRDB
import Playground
import Synchronization

/// How much is kept. The sums are kept in memory: counting the rows at every insertion would read them all.
final class Retention: Sendable {
    struct Totals {
        var runs: Int
        var bytes: Int
    }

    private let runLimit: Int
    private let byteLimit: Int
    private let current: Mutex<Totals>

    init(_ db: Database, runLimit: Int, byteLimit: Int) throws {
        self.runLimit = runLimit
        self.byteLimit = byteLimit
        let row = try Row.fetchOne(db, sql: "SELECT count(*), coalesce(sum(bytes), 0) FROM run")
        current = Mutex(Totals(runs: row?[0] ?? 0, bytes: row?[1] ?? 0))
    }

    /// What there is. Only who has the writer's turn may set it.
    var totals: Totals {
        get { current.withLock { $0 } }
        set { current.withLock { $0 = newValue } }
    }

    /// Lets the oldest runs go that are too many; never the newest.
    func trim(_ db: Database, _ totals: inout Totals) throws {
        while totals.runs > max(1, runLimit) || (totals.bytes > byteLimit && totals.runs > 1) {
            guard let (id, bytes) = try RunRow.oldest(db) else { return }
            _ = try RunRow.delete(id, db)
            totals.runs -= 1
            totals.bytes -= bytes
        }
    }
}
