import GRDB

/// The tables, as a list of steps that are never changed once released, only added to.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: runs") { db in
            try db.execute(sql: "PRAGMA application_id = \(DataFile.applicationID)")
            // A run's row is small, so that lists read little; what is large stands apart.
            //   id       its name as a number, in the order of creation
            //   bytes    how much of the limit it takes: its summary and its document
            //   summary  the JSON that lists show, which is all there is of a run that has not ended
            try db.execute(
                sql: """
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
                    """)
            // The whole JSON of a run that has ended, compressed, and its size before that.
            try db.execute(
                sql: """
                    CREATE TABLE document (
                        id INTEGER PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE,
                        size INTEGER NOT NULL,
                        json BLOB NOT NULL
                    ) STRICT;
                    """)
        }
        migrator.registerMigration("2: jobs of all kinds") { db in
            // Explorations stand beside runs.
            //   kind     run or exploration
            //   means    a run's engine, an exploration's strategy
            //   verdict  what an exploration claims; null of a run, and until it claims something
            try db.execute(
                sql: """
                    DROP INDEX run_scenario;
                    DROP INDEX run_status;
                    ALTER TABLE run RENAME TO job;
                    ALTER TABLE job RENAME COLUMN engine TO means;
                    ALTER TABLE job ADD COLUMN kind TEXT NOT NULL DEFAULT 'run';
                    ALTER TABLE job ADD COLUMN verdict TEXT;
                    CREATE INDEX job_kind ON job (kind, id);
                    CREATE INDEX job_scenario ON job (kind, scenario, id);
                    CREATE INDEX job_status ON job (kind, status, id);
                    """)
        }
        return migrator
    }
}
