import Glibc
import Playground
import Storage
import Threading

/// A folder that is there for one test.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/lockstep-store-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure(reason: "mkdtemp: \(errno)") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        for suffix in ["", "-wal", "-shm"] {
            for name in ["runs.db", "copy.db"] { unlink("\(path)/\(name)\(suffix)") }
        }
        rmdir(path)
    }

    var file: String { path + "/runs.db" }
}

struct Failure: Error { let reason: String }

/// The stores that must behave alike.
enum StoreKind: CaseIterable {
    case memory, file

    /// Runs `body` with a store that is empty, and keeps so many records of each kind.
    func withStore(keeping count: Int = 100, _ body: (any JobStore) throws -> Void) throws {
        switch self {
        case .memory:
            try body(
                MemoryJobStore(keeping: [.run: count, .exploration: count], eventLimit: 1_000_000))
        case .file:
            let folder = try TemporaryFolder()
            try body(makeStore(folder.file, keeping: count))
        }
    }
}

func makeStore(
    _ path: String, keeping count: Int = 1000, byteLimit: Int = 1 << 30, pageLimit: Int? = nil
) throws(StoreError) -> SQLiteJobStore {
    try SQLiteJobStore(
        path: path, keeping: [.run: count, .exploration: count], byteLimit: byteLimit, pageLimit: pageLimit)
}

extension JobStore {
    func insert<Record: JobRecord>(_ record: Record) throws(StoreError) { try insert(EncodedRecord(record)) }

    func replace<Record: JobRecord>(_ record: Record) throws(StoreError) {
        try replace(EncodedRecord(record))
    }

    /// The names of the records of a kind, newest first.
    func ids(of kind: JobKind, _ query: JobQuery = JobQuery(limit: 1000)) throws(StoreError) -> [JobID] {
        switch kind {
        case .run: try page(query, of: Run.self).records.map(\.id)
        case .exploration: try page(query, of: ExplorationRecord.self).records.map(\.id)
        }
    }
}

/// Runs `body` on that many threads at once, and waits for all.
func inThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) throws {
    let pool = try ThreadPool(workers: count)
    for index in 0..<count { try? pool.execute { body(index) } }
    pool.shutdown()
}
