import Glibc
import Synchronization
import TestClient
import Testing

@Suite(.serialized) struct `a server with very many clients` {
    /// The slow ones send a byte in each round, of their headers first and then of their bodies; in between, others
    /// are to be served as if nothing were the matter.
    @Test func `2000 idle connections and 50 slow ones hold up nobody`() throws {
        makeRoomForDescriptors(5_000)
        let server = try RunningServer("--connections-per-address", "4000", "--idle-timeout", "600")
        let idle = try (0..<2_000).map { number in
            let client = try Client(server.port)
            // A half of them have asked something before.
            if number.isMultiple(of: 2) { #expect(try client.ask("GET", "/healthz").status == 200) }
            return client
        }
        let slow = try (0..<50).map { _ in try Client(server.port) }
        let body = #"{"parameters":{"threads":2,"pauseMs":0}}"#
        let request = Array(
            "POST /scenarios/race HTTP/1.1\r\nHost: test\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
                .utf8)
        var health: [Duration] = []
        for (round, byte) in request.enumerated() {
            for client in slow { try client.send([byte]) }
            let start = ContinuousClock.now
            #expect(try server.ask("GET", "/healthz").status == 200)
            health.append(.now - start)
            if round.isMultiple(of: 20) { #expect(try server.run("lock").status == "completed") }
        }
        for client in slow { #expect(try client.answer().run.status == "completed") }
        health.sort()
        print(
            "/healthz beside 2050 connections: median \(health[health.count / 2]), most \(health[health.count - 1])"
        )
        #expect(health[health.count / 2] < .milliseconds(100))
        for client in idle { #expect(try client.ask("GET", "/healthz").status == 200) }
    }

    @Test func `a flood of 10000 runs from 256 connections is answered, each with 200, 429 or 503`() throws {
        makeRoomForDescriptors(2_000)
        let server = try RunningServer()
        // Fills the pools, and what keeps runs, so that what is left over afterwards is not what is kept.
        try flood(server, 2_000)
        let descriptors = server.process.count(of: "fd")
        let before = server.process.residentMemory
        let statuses = try flood(server, 10_000)
        let after = server.process.residentMemory
        print("10000 runs ordered: \(statuses); memory \(before) KiB before, \(after) KiB after")
        #expect(statuses.values.reduce(0, +) == 10_000)
        #expect(Set(statuses.keys).isSubset(of: [200, 429, 503]))
        #expect(statuses[200, default: 0] > 0)
        // What the allocator keeps varies; 10,000 runs that were not let go of would be 100 MB.
        #expect(after < before + 48 * 1024, "KiB")
        #expect(server.process.count(of: "fd") <= descriptors)
        #expect(server.isHealthy)
    }

    /// Orders so many runs from 256 connections, and counts the answers by status, each of which is read in full.
    @discardableResult
    private func flood(_ server: RunningServer, _ count: Int) throws -> [Int: Int] {
        let contract = try Contract.openapi
        let left = Atomic(count)
        let statuses = try atOnce(256) { _ in
            let client = try Client(server.port)
            var statuses: [Int] = []
            while left.subtract(1, ordering: .relaxed).newValue >= 0 {
                let answer = try client.ask("POST", "/scenarios/race")
                statuses.append(answer.status)
                if answer.status == 200 {
                    #expect(answer.text.hasPrefix(#"{"id":""#) && answer.text.hasSuffix("}"))
                    // To look into all of them takes a debug build of this test longer than the server needs.
                    if statuses.count.isMultiple(of: 32) { #expect(try answer.run.scenario == "race") }
                } else {
                    #expect(contract.faults(of: answer, to: "POST", "/scenarios/race") == [])
                    #expect(answer["Retry-After"] != nil)
                }
            }
            return statuses
        }
        // So that what the connections had open is closed.
        while server.process.count(of: "fd") > 64 { sched_yield() }
        return Dictionary(statuses.joined().map { ($0, 1) }, uniquingKeysWith: +)
    }

    /// Raises this process's soft limit of open files: it has the other ends of the server's connections.
    private func makeRoomForDescriptors(_ count: rlim_t) {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = max(limit.rlim_cur, min(limit.rlim_max, count))
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
