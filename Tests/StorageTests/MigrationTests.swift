import FoundationEssentials
import GRDB
import Playground
import Programs
import Storage
import Testing

@Suite struct `a file of the version that kept runs alone` {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// What the tables were then, as SQL: the code that made them is gone.
    private func makeOldFile(_ runs: [Run]) throws {
        let queue = try DatabaseQueue(path: folder.file)
        try queue.write { db in
            try db.execute(
                sql: """
                    PRAGMA application_id = 0x4C537470;
                    CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
                    INSERT INTO grdb_migrations VALUES ('1: runs');
                    CREATE TABLE run (
                        id INTEGER PRIMARY KEY,
                        scenario TEXT NOT NULL,
                        engine TEXT NOT NULL,
                        status TEXT NOT NULL,
                        bytes INTEGER NOT NULL,
                        summary BLOB NOT NULL
                    ) STRICT;
                    CREATE INDEX run_scenario ON run (scenario, id);
                    CREATE INDEX run_status ON run (status, id);
                    CREATE TABLE document (
                        id INTEGER PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE,
                        size INTEGER NOT NULL,
                        json BLOB NOT NULL
                    ) STRICT;
                    """)
            for run in runs {
                let document = run.status.hasEnded ? Deflated(run.json) : nil
                let bytes = run.summaryJSON.count + (document?.bytes.count ?? 0)
                try db.execute(
                    sql: "INSERT INTO run VALUES (?, ?, ?, ?, ?, ?)",
                    arguments: [
                        run.id.number, run.scenario, run.engine.rawValue, run.status.rawValue, bytes,
                        Data(run.summaryJSON),
                    ])
                guard let document else { continue }
                try db.execute(
                    sql: "INSERT INTO document VALUES (?, ?, ?)",
                    arguments: [run.id.number, document.originalSize, Data(document.bytes)])
            }
        }
        try queue.close()
    }

    @Test func `opens with every run, byte for byte, and takes explorations`() throws {
        let runs = (0..<5).map { Run.sample().ended(size: $0 * 10) }
        let interrupted = Run.sample(status: .running)
        try makeOldFile(runs + [interrupted])
        let exploration = ExplorationRecord.sample().ended(size: 3)
        do {
            let store = try makeStore(folder.file)
            for run in runs { #expect(try store.json(run.id, of: .run) == run.json) }
            #expect(try store.record(interrupted.id, as: Run.self)?.status == .failed)
            #expect(try store.ids(of: .run) == [interrupted.id] + runs.reversed().map(\.id))
            let query = JobQuery(limit: 9, scenario: "race", means: "threads", status: .deadlocked)
            #expect(try store.ids(of: .run, query).count == 5)
            #expect(try store.ids(of: .exploration).isEmpty)
            try store.insert(exploration)
            // What belongs to a row goes with it, as before.
            #expect(try store.delete(runs[0].id, of: .run))
            #expect(store.usage.count(of: .run) == 5)
            try store.close()
        }
        let store = try makeStore(folder.file)
        #expect(try store.json(exploration.id, of: .exploration) == exploration.json)
        #expect(try store.ids(of: .run).count == 5)
        try store.close()
        let queue = try DatabaseQueue(path: folder.file)
        #expect(try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM document") } == 6)
        try queue.close()
    }

    @Test func `keeps its newest runs where there are too many`() throws {
        let runs = (0..<5).map { _ in Run.sample().ended(size: 2) }
        try makeOldFile(runs)
        #expect(try makeStore(folder.file, keeping: 2).ids(of: .run) == [runs[4].id, runs[3].id])
    }
}
