import Glibc
import Synchronization
import TestClient
import Testing

/// Everything at once, again and again: seconds in `make test`, half an hour in `make soak`.
@Suite(.serialized) struct `a soak` {
    @Test func `leaves every answer valid, and nothing grows`() throws {
        let length = environment("SOAK_SECONDS") ?? 6
        let seed = UInt64(environment("SOAK_SEED") ?? Int.random(in: 0...Int.max))
        let rounds = max(3, min(60, length / 20))
        print("Soaking for \(length) s in \(rounds) rounds, SOAK_SEED=\(seed)")

        let data = "/tmp/lockstep-soak-\(getpid()).sqlite"
        defer { for suffix in ["", "-wal", "-shm", "-lock"] { unlink(data + suffix) } }
        let server = try RunningServer(
            "--data", data, "--keep-runs", "200", "--workers", "4", "--runs", "8", "--client-share", "100",
            "--idle-timeout", "2")
        // What an idle server has, the workers, the supervisors, and what the store's queues keep of libdispatch's.
        let threads = server.process.count(of: "task") + 4 + 8 + Level.storeThreads
        let descriptors = server.process.count(of: "fd") + Level.storeReaders
        var levels: [Level] = []
        var counts: [String: Int] = [:]
        for round in 0..<rounds {
            let end = ContinuousClock.now + .milliseconds(length * 1000 / rounds)
            for count in try soak(server, until: end, seed: seed &+ UInt64(round) &* 1000) {
                counts.merge(count) { $0 + $1 }
            }
            let level = Level.settled(of: server.process, threads: threads, descriptors: descriptors)
            print("round \(round + 1): \(level)")
            levels.append(level)
        }
        print(counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", "))

        // The first third warms the server up: pools, the store's readers, the allocator.
        let warm = levels[max(0, rounds / 3 - 1)]
        let last = levels[rounds - 1]
        #expect(last.threads <= threads, "beside the pools there is nothing when nothing goes on")
        #expect(last.descriptors <= descriptors, "beside the store's readers, as many as at the start")
        #expect(last.memory < warm.memory * 5 / 4 + 24 * 1024, "KiB")
        for (name, _) in SoakClient.turns { #expect(counts[name, default: 0] > 0, "nobody came to \(name)") }
        server.process.send(SIGTERM)
        #expect(try server.process.wait() == 0)
    }

    private func soak(
        _ server: RunningServer, until end: ContinuousClock.Instant, seed: UInt64
    ) throws -> [[String: Int]] {
        try atOnce(12) { number in
            var client = SoakClient(server: server, seed: seed &+ UInt64(number))
            var turn = number
            // Each begins elsewhere and does everything in order, so that all meets all; chance is in the details.
            repeat {
                try client.take(SoakClient.turns[turn % SoakClient.turns.count])
                turn += 1
            } while ContinuousClock.now < end
            return client.counts
        }
    }

    private func environment(_ name: String) -> Int? { getenv(name).flatMap { Int(String(cString: $0)) } }
}

/// How much a process has of what may leak.
private struct Level: CustomStringConvertible {
    let threads: Int
    let descriptors: Int
    /// In KiB.
    let memory: Int

    /// GRDB's queues have workers of libdispatch, which stay for a while.
    static let storeThreads = 4
    /// The store opens up to five connections as they are needed, each with a file and its log.
    static let storeReaders = 12

    var description: String { "\(threads) threads, \(descriptors) descriptors, \(memory) KiB" }

    /// The level once nothing goes on: what the clients have left behind is gone by then, or after a minute.
    static func settled(of process: LockstepProcess, threads: Int, descriptors: Int) -> Level {
        let deadline = ContinuousClock.now + .seconds(60)
        while process.count(of: "task") > threads || process.count(of: "fd") > descriptors,
            ContinuousClock.now < deadline
        { usleep(1000) }
        return Level(
            threads: process.count(of: "task"), descriptors: process.count(of: "fd"),
            memory: process.residentMemory)
    }
}
