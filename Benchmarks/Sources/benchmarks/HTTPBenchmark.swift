import Foundation
import FoundationNetworking

/// Requests a second of `GET /healthz`: the whole of Lockstep, as it is served, beside the least that a C program
/// needs to do on the same library. Both, and the program that asks, share the machine's processors.
struct HTTPBenchmark {
    private let lockstep: String
    private let mhd: String

    init(_ options: Options) throws {
        lockstep = try options.path("lockstep")
        mhd = try options.path("mhd")
    }

    func run() throws {
        guard let server = try Peer(lockstep, ["serve", "--port", "0"]) else { return }
        defer { server.stop() }
        let url = try server.word { $0.hasPrefix("http://") } + "/healthz"
        guard let address = URL(string: url) else { throw BenchmarkError.noAnswer(program: lockstep) }
        let body = String(decoding: try Data(contentsOf: address), as: UTF8.self)

        // libmicrohttpd clears a connection's memory at every request, so how much it is makes a difference.
        let sizes = [("16 KiB a connection, as Lockstep", 16 * 1024), ("4 KiB a connection", 4096)]
        var peers: [(name: String, peer: Peer, url: String)] = []
        defer { for peer in peers { peer.peer.stop() } }
        for (size, bytes) in sizes {
            guard let peer = try Peer(mhd, [body, String(bytes)]) else { continue }
            peers.append(("libmicrohttpd in C, \(size)", peer, try peer.line() + "/healthz"))
        }

        for connections in [16, 64] {
            var contest = Contest(title: "GET /healthz, \(connections) connections", unit: .perSecond)
            contest.add("Lockstep") { try load(url, connections) }
            for (name, _, url) in peers { contest.add(name) { try load(url, connections) } }
            try contest.run()
        }
    }

    private func load(_ url: String, _ connections: Int) throws -> Double {
        guard let wrk = try Peer("wrk", ["-t1", "-c\(connections)", "-d1s", url]) else {
            throw BenchmarkError.noAnswer(program: "wrk")
        }
        defer { wrk.stop() }
        while true {
            let line = try wrk.line()
            if line.hasPrefix("Requests/sec:"),
                let rate = line.split(separator: " ").last.flatMap({ Double($0) })
            {
                return rate
            }
        }
    }
}
