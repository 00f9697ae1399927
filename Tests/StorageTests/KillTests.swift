import Glibc
import HTTPServer
import Playground
import Scenarios
import Storage
import Synchronization
import Testing
import Threading

@Suite struct `a server that is killed` {
    @Test func `has every run whose response had come, byte for byte, and the others as failed`() throws {
        let folder = try TemporaryFolder()
        var known: [String: [UInt8]] = [:]
        var interrupted = 0
        for round in 1...10 {
            let server = try Server(data: folder.file)
            try known.merge(runUntilKilled(server, after: 20 * round)) { _, new in new }
            let restarted = try Server(data: folder.file)
            for (path, json) in known {
                let answer = Answer("GET", path, port: restarted.port)
                #expect(answer?.status == 200, "round \(round), \(path)")
                #expect(answer?.body == json, "round \(round), \(path)")
            }
            #expect(restarted.end(by: SIGTERM) == 0)
            interrupted += try checkOthers(folder.file, known)
        }
        #expect(interrupted > 0, "a round that interrupts nothing shows nothing")
    }

    @Test func `a server that is stopped leaves nothing beside its file`() throws {
        let folder = try TemporaryFolder()
        let server = try Server(data: folder.file)
        let answer = try #require(Answer("POST", "/scenarios/race", port: server.port))
        #expect(server.end(by: SIGTERM) == 0)
        var log = stat()
        #expect(stat(folder.file + "-wal", &log) != 0 || log.st_size == 0)
        let path = try #require(answer.headers["Content-Location"])
        let id = try #require(JobID(String(path.dropFirst("/runs/".count))))
        #expect(try makeStore(folder.file).json(id, of: .run) == answer.body)
    }

    /// Has 50 clients launch run after run, kills the server once so many have been answered, and gives those.
    private func runUntilKilled(_ server: Server, after count: Int) throws -> [String: [UInt8]] {
        let answers = Mutex<[String: [UInt8]]>([:])
        let enough = Event()
        let port = server.port
        let pool = try ThreadPool(workers: 50)
        let names = Catalogue.scenarios.map(\.about.name)
        for client in 0..<50 {
            try? pool.execute {
                var turn = client
                while let answer = Answer("POST", "/scenarios/\(names[turn % names.count])", port: port) {
                    turn += 1
                    guard answer.status == 200, let path = answer.headers["Content-Location"] else {
                        Issue.record("status \(answer.status)")
                        continue
                    }
                    let isEnough = answers.withLock { answers in
                        answers[String(path)] = answer.body
                        return answers.count >= count
                    }
                    if isEnough { enough.set() }
                }
                // A server that ends by itself must not leave the test waiting.
                enough.set()
            }
        }
        _ = try? enough.wait(timeout: .seconds(60))
        #expect(server.end(by: SIGKILL) == 128 + SIGKILL)
        pool.shutdown()
        return answers.withLock { $0 }
    }

    /// Makes sure that no run that is not among the known ones is under way, and counts those that failed.
    private func checkOthers(_ file: String, _ known: [String: [UInt8]]) throws -> Int {
        // As many as the server keeps, so that to look makes none of them go.
        let store = try makeStore(file, keeping: 10_000)
        defer { try? store.close() }
        let others = try store.page(JobQuery(limit: 10_000), of: Run.self).records.filter {
            known["/runs/\($0.id)"] == nil
        }
        // One that ended, but whose answer did not get through, is as good.
        for run in others { #expect(run.status.hasEnded, "\(run.id)") }
        return others.count { $0.status == .failed && $0.error?.hasPrefix("The server ended") == true }
    }
}
