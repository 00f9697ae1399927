import GRDB
import Threading

/// Has writes that come at the same time share a transaction: to begin and commit one costs more than what it writes,
/// and rows that are written together share pages of the log.
///
/// Whoever finds nobody writing writes what all who wait by then want written, and hands the turn to the first of
/// those who have come meanwhile. A call returns when what it wanted is committed.
final class CommitQueue: Sendable {
    typealias Body = (Database, inout Retention.Totals) throws -> Void

    private let pool: DatabasePool
    private let retention: Retention
    private let line = Locked(Line())

    private struct Line {
        var waiting: [Write] = []
        var isWriting = false
    }

    /// What one caller wants written. The caller is woken when that is done, or when the turn to write is its own.
    private final class Write: @unchecked Sendable {  // who has the turn sets `outcome`, then wakes us
        let body: Body
        let parker = Parker()
        var outcome: Result<Void, any Error>?

        init(_ body: @escaping Body) { self.body = body }
    }

    init(_ pool: DatabasePool, _ retention: Retention) {
        self.pool = pool
        self.retention = retention
    }

    /// Writes, and lets the oldest records go that are too many. Blocks until that is committed.
    ///
    /// - Parameter body: called once more, with nothing of the first call left, if another's write has failed.
    /// - Throws: what the body throws, or the commit; nothing is written then.
    func write(_ body: @escaping Body) throws {
        let write = Write(body)
        let hasTurn = line.withLock { line in
            line.waiting.append(write)
            defer { line.isWriting = true }
            return !line.isWriting
        }
        if !hasTurn { _ = write.parker.park(until: nil) }
        if write.outcome == nil { writeWaiting() }
        try write.outcome?.get()
    }

    /// Writes what waits, and hands on the turn.
    private func writeWaiting() {
        let batch = line.withLock { line in
            defer { line.waiting = [] }
            return line.waiting
        }
        commit(batch)
        let next = line.withLock { line in
            line.isWriting = !line.waiting.isEmpty
            return line.waiting.first
        }
        next?.parker.unpark()
        for write in batch { write.parker.unpark() }
    }

    private func commit(_ batch: [Write]) {
        let result = Result { try transact(batch) }
        if case .failure = result, batch.count > 1 {
            // One of them, or all together, did not go through. The others may alone.
            for write in batch { commit([write]) }
        } else {
            for write in batch { write.outcome = result }
        }
    }

    private func transact(_ batch: [Write]) throws {
        try pool.writeWithoutTransaction { db in
            var totals = retention.totals
            try db.inTransaction {
                for write in batch { try write.body(db, &totals) }
                try retention.trim(db, &totals)
                return .commit
            }
            // Only now: what a failed transaction did has not happened.
            retention.totals = totals
        }
    }
}
