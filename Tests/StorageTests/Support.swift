import Events
import Glibc
import JSON
import Playground
import Programs
import Scenarios
import Storage
import Threading
import Tracing

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

    /// Runs `body` with a store that is empty.
    func withStore(runLimit: Int = 100, _ body: (any RunStore) throws -> Void) throws {
        switch self {
        case .memory: try body(MemoryRunStore(runLimit: runLimit, eventLimit: 1_000_000))
        case .file:
            let folder = try TemporaryFolder()
            try body(makeStore(folder.file, runLimit: runLimit))
        }
    }
}

func makeStore(
    _ path: String, runLimit: Int = 1000, byteLimit: Int = 1 << 30, pageLimit: Int? = nil
) throws(StoreError) -> SQLiteRunStore {
    try SQLiteRunStore(path: path, runLimit: runLimit, byteLimit: byteLimit, pageLimit: pageLimit)
}

func makeRun(_ scenario: String = "race", status: JobStatus = .completed, events: Int = 0) -> Run {
    var run = Run(
        id: JobID(), scenario: scenario, engine: .threads, status: status,
        parameters: ["z": 1, "a": [.number(1.5), nil, "\u{1}\"\\\n\u{1F512}"]], seed: 1 << 53 - 1)
    if events > 0 { run.trace.threads = [mainThread] }
    // Texts that do not compress, so that sizes are what the events say.
    var noise = SystemRandomNumberGenerator()
    run.trace.events = (0..<events).map {
        TraceEvent(
            seq: $0, atNs: Int64($0), thread: 0, action: .output, object: nil, phase: .done,
            source: SourceLine("Tests/Support.swift:\($0 + 1)"), state: nil,
            value: .text(String(noise.next(), radix: 36)))
    }
    return run
}

/// The thread of made-up events.
let mainThread = TraceThread(id: 0, name: "main", parent: nil, daemon: false, pid: 1, tid: 1)

/// Runs `body` on that many threads at once, and waits for all.
func inThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let pool = ThreadPool(workers: count)
    for index in 0..<count { try? pool.execute { body(index) } }
    pool.shutdown()
}
