import Glibc
import Synchronization
import TestClient
import Testing

@Suite(.serialized) struct `many requests at once` {
    @Test func `a hundred runs that block are all answered, and health is told meanwhile`() throws {
        let server = try RunningServer()
        let left = Atomic(100)
        let begin = seconds()
        // The last one asks after the server's health until the others are done, and returns how long that took.
        let results = try atOnce(101) { number -> [Double] in
            guard number < 100 else { return try askHealth(of: server) { left.load(ordering: .relaxed) > 0 } }
            defer { left.subtract(1, ordering: .relaxed) }
            let run = try server.run("semaphore", #"{"threads":1,"holdMs":200}"#)
            #expect(run.status == "completed")
            return []
        }
        let elapsed = seconds() - begin
        let latencies = results.joined().sorted()
        let (median, most) = (latencies[latencies.count / 2], latencies[latencies.count - 1])
        print(
            "100 runs of 200 ms in \(elapsed) s; /healthz asked \(latencies.count) times meanwhile:",
            "median \(median * 1000) ms, most \(most * 1000) ms")
        #expect(median < 0.05)
        #expect(elapsed < 20, "one after the other would take that long")
    }

    private func askHealth(of server: RunningServer, while isOn: () -> Bool) throws -> [Double] {
        let client = try Client(server.port)
        var latencies: [Double] = []
        repeat {
            let begin = seconds()
            #expect(try client.ask("GET", "/healthz").status == 200)
            latencies.append(seconds() - begin)
        } while isOn()
        return latencies
    }

    private func seconds() -> Double {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
    }
}
