import GRDB
import Glibc
import JSON
import Playground
import Storage
import Testing
import Threading

@Suite struct `a store in a file` {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func `has everything when it is opened again, byte for byte`() throws {
        let runs = (0..<20).map { Run.sample().ended(size: $0 * 10) }
        let store = try makeStore(folder.file)
        for run in runs { try store.insert(run) }
        try store.close()
        #expect(throws: StoreError.closed(file: folder.file)) { try store.json(runs[0].id, of: .run) }
        #expect(throws: StoreError.closed(file: folder.file)) { try store.insert(Run.sample()) }
        try write(try contents(), to: folder.path + "/copy.db")
        // The file alone, without the log that lay beside it.
        let reopened = try makeStore(folder.path + "/copy.db")
        for run in runs { #expect(try reopened.json(run.id, of: .run) == run.json) }
        #expect(try reopened.ids(of: .run).count == 20)
    }

    @Test func `a closed file can be opened at once by another`() throws {
        let run = Run.sample()
        do {
            let store = try makeStore(folder.file)
            try store.insert(run)
            #expect(throws: StoreError.inUse(file: folder.file)) { try makeStore(folder.file) }
            try store.close()
        }
        #expect(try makeStore(folder.file).json(run.id, of: .run) == run.json)
    }

    @Test(arguments: JobKind.allCases)
    func `jobs that were under way read as failed after a restart`(kind: JobKind) throws {
        try checkInterruption(kind.record)
    }

    private func checkInterruption<Record: SampleRecord>(_ type: Record.Type) throws {
        let (queued, running, ended) = (
            Record.sample(status: .queued), Record.sample(status: .running), Record.sample().ended(size: 3)
        )
        do {
            let store = try makeStore(folder.file)
            for record in [queued, running, ended] { try store.insert(record) }
        }
        let store = try makeStore(folder.file)
        #expect(try store.json(ended.id, of: Record.kind) == ended.json)
        for record in [queued, running] {
            let failed = try #require(try store.record(record.id, as: Record.self))
            #expect(failed.status == .failed)
            #expect(
                failed.error == "The server ended while the \(Record.kind) was \(record.status.rawValue).")
        }
        #expect(
            try store.ids(of: Record.kind, JobQuery(limit: 9, status: .failed)) == [running.id, queued.id])
    }

    @Test func `the oldest go when there are too many bytes, but never the newest`() throws {
        let runs = (0..<6).map { _ in Run.sample(size: 500) }
        let store = try makeStore(folder.file, byteLimit: 40_000)
        for run in runs { try store.insert(run) }
        let kept = try store.ids(of: .run)
        #expect((1..<6).contains(kept.count))
        #expect(kept == runs.reversed().prefix(kept.count).map(\.id))
        let large = Run.sample(size: 10_000)
        try store.insert(large)
        #expect(try store.ids(of: .run) == [large.id])
        #expect(try store.delete(large.id, of: .run))
        for run in runs.suffix(kept.count) { try store.insert(run) }
        #expect(
            try store.ids(of: .run).count == kept.count, "the deleted bytes no longer count")
    }

    @Test func `the oldest go when all kinds together take too many bytes`() throws {
        let store = try makeStore(folder.file, byteLimit: 60_000)
        let exploration = ExplorationRecord.sample().ended(size: 500)
        try store.insert(exploration)
        #expect(try store.ids(of: .exploration) == [exploration.id])
        for _ in 0..<6 { try store.insert(Run.sample(size: 500)) }
        #expect(try store.ids(of: .exploration).isEmpty)
        #expect(try !store.ids(of: .run).isEmpty)
    }

    @Test func `limits that were lowered hold from the start`() throws {
        let runs = (0..<5).map { _ in Run.sample() }
        do {
            let store = try makeStore(folder.file)
            for run in runs { try store.insert(run) }
        }
        let store = try makeStore(folder.file, keeping: 2)
        #expect(try store.ids(of: .run) == [runs[4].id, runs[3].id])
    }

    @Test func `a full disk is an error, harms nothing, and is over when there is room again`() throws {
        let store = try makeStore(folder.file, pageLimit: 40)
        var stored: [Run] = []
        let error = #expect(throws: StoreError.self) {
            for _ in 0..<100 {
                let run = Run.sample(size: 200)
                try store.insert(run)
                stored.append(run)
            }
        }
        #expect(error == .full(file: folder.file))
        #expect(stored.count > 2)
        for run in stored { #expect(try store.json(run.id, of: .run) == run.json) }
        #expect(try store.ids(of: .run).count == stored.count)
        for run in stored.prefix(2) { #expect(try store.delete(run.id, of: .run)) }
        #expect(throws: Never.self) { try store.insert(Run.sample(size: 200)) }
    }

    @Test func `of the writes that share a transaction, one that fails takes no other with it`() throws {
        let file = folder.file
        let store = try makeStore(file, pageLimit: 60)
        // Each of the large ones is more than the file may hold; all of the small ones together are less.
        let large = (0..<8).map { _ in Run.sample(size: 20_000) }
        let small = (0..<80).map { _ in Run.sample(size: 5) }
        let unexpected = Locked<[String]>([])
        let start = try Barrier(8)
        try inThreads(8) { index in
            _ = try? start.wait()
            for step in 0..<10 {
                do throws(StoreError) { try store.insert(small[index * 10 + step]) } catch {
                    unexpected.withLock { $0.append("a small run: \(error)") }
                }
                guard step == index else { continue }
                do throws(StoreError) {
                    try store.insert(large[index])
                    unexpected.withLock { $0.append("a large run was taken") }
                } catch {
                    if error != .full(file: file) { unexpected.withLock { $0.append("\(error)") } }
                }
            }
        }
        #expect(unexpected.withLock { $0 } == [])
        for run in small { #expect(try store.json(run.id, of: .run) == run.json) }
        #expect(try store.ids(of: .run).count == small.count)
        #expect(store.usage.count(of: .run) == small.count)
    }

    @Test func `a run that does not fit is told of, and reads as failed`() throws {
        var limits = Limits()
        limits.runsAtOnce = 1
        let store = try makeStore(folder.file, pageLimit: 14)
        let jobs = try Jobs(limits: limits, store: store)
        defer { jobs.shutdown(grace: .zero) }
        let filler = Run.sample(size: 1)
        try store.insert(filler)
        let request = RunRequest(
            scenario: "race", parameters: ["threads": 8, "iterations": 100])
        let run = try jobs.runs.launch(request)
        #expect(throws: FutureError.self) { try run.ended.result() }
        let failed = try #require(try store.record(run.id, as: Run.self))
        #expect(failed.status == .failed)
        #expect(failed.error?.contains("could not be stored") == true)
        #expect(try store.json(filler.id, of: .run) == filler.json)
    }

    @Test func `a file of something else is refused and left alone`() throws {
        let text = Array("These are my notes.\n".utf8)
        try write(text)
        #expect(throws: StoreError.foreign(file: folder.file)) { try makeStore(folder.file) }
        #expect(try contents() == text)
    }

    @Test func `another program's database is refused and left alone`() throws {
        do {
            let queue = try DatabaseQueue(path: folder.file)
            try queue.write {
                try $0.execute(sql: "CREATE TABLE note (text); INSERT INTO note VALUES ('mine')")
            }
            try queue.close()
        }
        let before = try contents()
        #expect(throws: StoreError.foreign(file: folder.file)) { try makeStore(folder.file) }
        #expect(try contents() == before)
    }

    @Test func `a newer version's file is refused`() throws {
        try makeStore(folder.file).close()
        do {
            let queue = try DatabaseQueue(path: folder.file)
            try queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99: the future')") }
            try queue.close()
        }
        #expect(throws: StoreError.newer(file: folder.file)) { try makeStore(folder.file) }
    }

    @Test(arguments: 1..<8)
    func `a damaged file is refused at the start`(part: Int) throws {
        do {
            let store = try makeStore(folder.file)
            for _ in 0..<50 { try store.insert(Run.sample(size: 20)) }
            try store.close()
        }
        var bytes = try contents()
        let page = bytes.count / 4096 * part / 8 * 4096
        bytes.replaceSubrange(page..<page + 4096, with: repeatElement(0xA5, count: 4096))
        try write(bytes)
        let error = #expect(throws: StoreError.self) { try makeStore(folder.file) }
        guard case .corrupt(folder.file, _)? = error else {
            Issue.record("page \(page / 4096): \(String(describing: error))")
            return
        }
    }

    @Test func `a file that was cut off is refused at the start`() throws {
        do {
            let store = try makeStore(folder.file)
            for _ in 0..<50 { try store.insert(Run.sample(size: 20)) }
            try store.close()
        }
        let bytes = try contents()
        try write(Array(bytes.prefix(bytes.count / 2)))
        let error = #expect(throws: StoreError.self) { try makeStore(folder.file) }
        guard case .corrupt? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `a folder that cannot be written to is told of`() throws {
        try makeStore(folder.file).close()
        #expect(chmod(folder.path, 0o555) == 0)
        #expect(chmod(folder.file, 0o444) == 0)
        defer { chmod(folder.path, 0o755) }
        let (existing, new) = (folder.file, folder.path + "/new.db")
        // One thread alone looks like nobody to the file system: root may write anywhere. Glibc's module lacks the
        // function.
        typealias SetFileSystemUser = @convention(c) (uid_t) -> Int32
        let symbol = try #require(dlsym(nil, "setfsuid"))
        let setFileSystemUser = unsafeBitCast(symbol, to: SetFileSystemUser.self)
        try inThreads(1) { _ in
            _ = setFileSystemUser(65534)
            for file in [existing, new] {
                #expect(throws: StoreError.cannotOpen(file: file, reason: "Permission denied")) {
                    try makeStore(file)
                }
            }
            _ = setFileSystemUser(getuid())
        }
    }

    @Test(arguments: ["", "/", "/nowhere/runs.db", "/dev/null", "/proc/version"])
    func `what can be no file is told of`(path: String) {
        let error = #expect(throws: StoreError.self) { try makeStore(path) }
        #expect(error?.description.isEmpty == false)
    }

    private func contents() throws -> [UInt8] {
        let file = open(folder.file, O_RDONLY)
        guard file >= 0 else { throw Failure(reason: "open: \(errno)") }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: Int(lseek(file, 0, SEEK_END)))
        guard pread(file, &bytes, bytes.count, 0) == bytes.count else {
            throw Failure(reason: "read: \(errno)")
        }
        return bytes
    }

    private func write(_ bytes: [UInt8], to path: String? = nil) throws {
        let file = open(path ?? folder.file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        guard file >= 0 else { throw Failure(reason: "open: \(errno)") }
        defer { close(file) }
        guard Glibc.write(file, bytes, bytes.count) == bytes.count else {
            throw Failure(reason: "write: \(errno)")
        }
    }
}
