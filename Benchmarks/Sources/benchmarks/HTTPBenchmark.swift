import Foundation

/// The whole of Lockstep, as it is served, beside other servers: `GET /healthz`, whose answer is two words, and
/// `POST /scenarios/queue`, whose answer is a run. All of them, and the program that asks, share the machine's
/// processors.
///
/// Most peers only answer with as many bytes. What it costs to make them is told by the one that runs the scenario
/// too.
struct HTTPBenchmark {
    private static let connections = [1, 16, 256]
    private let lockstep: String
    private let mhd: String
    private let go: String
    private let hummingbird: String
    private let peers: String

    init(_ options: Options) throws {
        lockstep = try options.path("lockstep")
        mhd = try options.path("mhd")
        go = try options.path("go")
        hummingbird = try options.path("hummingbird")
        peers = try options.path("peers")
    }

    func run() throws {
        try Peers.use { servers in
            let own = try servers.lockstep(lockstep)
            let body = try text(at: own + "/healthz")
            var contestants = [
                Load.Contestant("Lockstep", own + "/healthz"),
                Load.Contestant("hummingbird", try servers.url(hummingbird, body) + "/healthz"),
                Load.Contestant("Go, net/http", try servers.url(go, body) + "/healthz"),
            ]
            // libmicrohttpd clears a connection's memory at every request, so how much it is makes a difference.
            for (name, bytes) in [("16 KiB a connection, as Lockstep", 16 * 1024), ("4 KiB", 4096)] {
                contestants.append(
                    Load.Contestant(
                        "libmicrohttpd in C, \(name)", try servers.url(mhd, body, String(bytes)) + "/healthz",
                        mostConnections: Self.mostOfC))
            }
            try measure("GET /healthz", contestants)
        }
        try Peers.use { servers in
            let file = FileManager.default.temporaryDirectory.path + "/lockstep-benchmark-\(getpid()).db"
            defer { for suffix in ["", "-wal", "-shm"] { unlink(file + suffix) } }
            let own = try servers.lockstep(lockstep)
            let path = "/scenarios/queue"
            let body = try text(at: own + path, method: "POST")
            let bytes = "the same \(body.utf8.count) bytes"
            let go = try servers.url(go, body)
            try measure(
                "POST \(path)",
                [
                    Load.Contestant("Lockstep", own + path),
                    Load.Contestant(
                        "Lockstep, runs kept in a file",
                        try servers.lockstep(lockstep, "--data", file) + path),
                    Load.Contestant("Go, a like run, net/http", go + "/run/queue"),
                    Load.Contestant("hummingbird, \(bytes)", try servers.url(hummingbird, body) + path),
                    Load.Contestant("Go, net/http, \(bytes)", go + path),
                    Load.Contestant(
                        "libmicrohttpd in C, \(bytes)", try servers.url(mhd, body, "16384") + path,
                        mostConnections: Self.mostOfC),
                ], script: peers + "/post.lua")
        }
    }

    /// The C program answers a few hundred requests a second when 256 connections come at once, for a reason that is
    /// not known; compared with that, everything would look fast.
    private static let mostOfC = 16

    private func measure(_ title: String, _ contestants: [Load.Contestant], script: String? = nil) throws {
        for connections in Self.connections {
            try Load(
                title: "\(title), \(connections) connection\(connections == 1 ? "" : "s")",
                connections: connections, script: script,
                contestants: contestants.filter { connections <= $0.mostConnections }
            ).run()
        }
    }

    private func text(at url: String, method: String = "GET") throws -> String {
        guard let curl = try Peer("curl", ["-sS", "-X", method, "-w", "\n", url]) else {
            throw BenchmarkError.noAnswer(program: "curl")
        }
        defer { curl.stop() }
        return try curl.line()
    }
}

/// Servers that are started for a benchmark, and stopped after it.
private final class Peers {
    /// All requests come from one address, which may take all of the room for runs.
    private static let serve = ["serve", "--port", "0", "--client-share", "100"]
    private var running: [Peer] = []

    static func use(_ body: (Peers) throws -> Void) rethrows {
        let peers = Peers()
        defer { for peer in peers.running { peer.stop() } }
        try body(peers)
    }

    func lockstep(_ program: String, _ arguments: String...) throws -> String {
        try start(program, Self.serve + arguments).word { $0.hasPrefix("http://") }
    }

    func url(_ program: String, _ arguments: String...) throws -> String {
        try start(program, arguments).line()
    }

    private func start(_ program: String, _ arguments: [String]) throws -> Peer {
        guard let peer = try Peer(program, arguments) else {
            throw BenchmarkError.noAnswer(program: program)
        }
        running.append(peer)
        return peer
    }
}
