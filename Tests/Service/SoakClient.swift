import JSON
import TestClient
import Testing

/// One of the clients of a soak: it does one thing after the other, and looks at every answer.
struct SoakClient {
    /// One thing that a client does.
    typealias Turn = (name: String, take: @Sendable (inout SoakClient) throws -> Void)

    private let server: RunningServer
    private var random: SplitMix
    private(set) var counts: [String: Int] = [:]

    init(server: RunningServer, seed: UInt64) {
        self.server = server
        random = SplitMix(state: seed)
    }

    mutating func take(_ turn: Turn) throws {
        try turn.take(&self)
        counts[turn.name, default: 0] += 1
    }

    static let turns: [Turn] = [
        ("look around", { try $0.lookAround() }),
        ("run", { try $0.run() }),
        ("deadlock", { try $0.deadlock() }),
        ("follow", { try $0.follow() }),
        ("list", { try $0.list() }),
        ("cancel", { try $0.cancel() }),
        ("forget", { try $0.forget() }),
        ("do wrong", { try $0.doWrong() }),
        ("leave", { try $0.leave() }),
    ]

    /// Asks, and expects one of these statuses. A server that is busy says so, and is right.
    @discardableResult
    private func ask(
        _ method: String, _ target: String, headers: [(String, String)] = [], body: String? = nil,
        expecting statuses: Int...
    ) throws -> Answer? {
        let answer = try server.ask(method, target, headers: headers, body: body)
        if [429, 503].contains(answer.status) {
            #expect(answer["Retry-After"] != nil, "\(method) \(target): \(answer.text)")
            return nil
        }
        #expect(
            statuses.contains(answer.status),
            "\(method) \(target): \(answer.status) \(answer.text.prefix(300))")
        return statuses.contains(answer.status) ? answer : nil
    }

    private mutating func lookAround() throws {
        for path in [
            "/", "/js/main.js", "/openapi.yaml", "/healthz", "/readyz", "/limits", "/metrics", "/scenarios",
            "/scenarios/\(Self.quick.randomElement(using: &random)?.name ?? "race")",
        ] {
            try ask("GET", path, expecting: 200)
        }
        try ask("HEAD", "/scenarios", expecting: 200)
        try ask("OPTIONS", "/runs", expecting: 204)
        try ask("GET", "/scenarios", headers: [("Accept", "text/plain")], expecting: 200)
    }

    private static let quick: [(name: String, parameters: String)] = [
        ("race", #"{"threads":20,"pauseMs":1,"iterations":3}"#), ("lock", #"{"threads":8,"pauseMs":1}"#),
        ("rlock", "{}"), ("semaphore", #"{"holdMs":2}"#), ("event", #"{"intervalMs":2}"#),
        ("condition", "{}"),
        ("barrier", "{}"), ("timer", #"{"intervalMs":5}"#), ("queue", #"{"items":50}"#),
        ("queue-blocking", #"{"workMs":1}"#), ("pool-submit", #"{"workMs":1}"#),
        ("pool-map", #"{"inputs":[3,1,2]}"#), ("pool-callback", "{}"), ("pool-cancel", "{}"),
    ]

    /// A run whose trace is then read in every format.
    private mutating func run() throws {
        guard let scenario = Self.quick.randomElement(using: &random),
            let answer = try ask(
                "POST", "/scenarios/\(scenario.name)", body: #"{"parameters":\#(scenario.parameters)}"#,
                expecting: 200)
        else { return }
        let run = try answer.run
        #expect(run.scenario == scenario.name)
        // Those who wait for an event may give up with an error.
        let ends = ["completed", "deadlocked"] + (scenario.name == "event" ? ["failed"] : [])
        #expect(ends.contains(run.status), "\(run.status) \(run.error ?? "")")
        // Others may have launched so many meanwhile that this one is forgotten.
        let kept = try ask("GET", "/runs/\(run.id)", expecting: 200, 404)
        if let kept, kept.status == 200 { #expect(kept.body == answer.body) }
        for format in ["json", "chrome", "text"] {
            try ask("GET", "/runs/\(run.id)/trace?format=\(format)", expecting: 200, 404)
        }
    }

    private mutating func deadlock() throws {
        let variant = ["opposite-order", "two-functions", "self"].randomElement(using: &random) ?? "self"
        guard
            let answer = try ask(
                "POST", "/scenarios/deadlock", body: #"{"parameters":{"variant":"\#(variant)","holdMs":2}}"#,
                expecting: 200)
        else { return }
        let run = try answer.run
        // Threads that start late can miss each other, except the one that waits for itself.
        #expect(run.status == "deadlocked" || (run.status == "completed" && variant != "self"))
    }

    /// Launches a run without waiting for it; nil if the server is busy.
    private func launch(_ scenario: String, _ parameters: String) throws -> String? {
        try ask(
            "POST", "/scenarios/\(scenario)", headers: [("Prefer", "respond-async")],
            body: #"{"timeoutMs":20000,"parameters":\#(parameters)}"#, expecting: 202)?["Location"]
    }

    /// Follows a run to its end, then from somewhere on: each event comes once.
    private mutating func follow() throws {
        guard let path = try launch("semaphore", #"{"threads":4,"permits":1,"holdMs":3}"#),
            let first = try ask("GET", "\(path)/events", expecting: 200, 404), first.status == 200
        else { return }
        let ids = Self.ids(in: first.text)
        #expect(ids == Array(0..<ids.count) && !ids.isEmpty)
        #expect(first.text.contains("event: run\n"))
        let last = Int.random(in: 0..<max(1, ids.count), using: &random)
        if let rest = try ask(
            "GET", "\(path)/events", headers: [("Last-Event-ID", "\(last)")], expecting: 200, 404),
            rest.status == 200
        {
            #expect(Self.ids(in: rest.text) == Array(ids.dropFirst(last + 1)))
        }
    }

    private static func ids(in stream: String) -> [Int] {
        stream.split(separator: "\n").filter { $0.hasPrefix("id: ") }.compactMap { Int($0.dropFirst(4)) }
    }

    private mutating func list() throws {
        var target = "/runs?limit=\(Int.random(in: 1...20, using: &random))"
        if Bool.random(using: &random) { target += "&status=deadlocked" }
        var cursor: String?
        for _ in 1...3 {
            guard let page = try ask("GET", cursor.map { "\(target)&cursor=\($0)" } ?? target, expecting: 200)
            else {
                return
            }
            let ids = try page.json["runs"]?.elements.compactMap { $0["id"]?.string } ?? []
            #expect(ids == ids.sorted(by: >))
            if let cursor { #expect(ids.allSatisfy { $0 < cursor }) }
            cursor = try page.json["next"]?.string
            if cursor == nil { return }
        }
    }

    private mutating func cancel() throws {
        let holdMs = Int.random(in: 0...10_000, using: &random)
        guard let path = try launch("semaphore", #"{"threads":3,"permits":1,"holdMs":\#(holdMs)}"#),
            let answer = try ask("POST", "\(path)/cancel", expecting: 200, 409), answer.status == 200
        else { return }
        #expect(["cancelled", "completed"].contains(try answer.run.status))
    }

    /// Deletes a run that has ended or goes on; it is gone then.
    private mutating func forget() throws {
        guard let path = try launch("race", #"{"pauseMs":\#(Int.random(in: 0...20, using: &random))}"#),
            try ask("DELETE", path, expecting: 204, 404) != nil
        else { return }
        try ask("GET", path, expecting: 404)
        try ask("DELETE", path, expecting: 404)
    }

    private mutating func doWrong() throws {
        try ask("POST", "/scenarios/race", body: String(repeating: "[", count: 5_000), expecting: 400)
        try ask("POST", "/scenarios/race", body: #"{"parameters":{"threads":0}}"#, expecting: 422)
        try ask("POST", "/scenarios/race", headers: [("Content-Type", "text/csv")], body: "a", expecting: 415)
        try ask("GET", "/scenarios", headers: [("Accept", "image/png")], expecting: 406)
        try ask("GET", "/runs?limit=0", expecting: 400)
        try ask("GET", "/nowhere", expecting: 404)
        try ask("PUT", "/runs", expecting: 405)
    }

    /// Goes away in the midst of a request, of a run, and of a stream.
    private mutating func leave() throws {
        try Client(server.port).send(Array("POST /scenarios/race HTTP/1.1\r\nHost: a\r\nContent-Le".utf8))
        try Client(server.port).request("POST", "/scenarios/race", headers: [("Content-Length", "100")])
        try Client(server.port).request("POST", "/scenarios/lock")
        if let path = try launch("semaphore", #"{"threads":3,"permits":1,"holdMs":5}"#) {
            try Client(server.port).request("GET", "\(path)/events")
        }
    }
}

/// A small random generator with a seed (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var bits = state
        bits = (bits ^ bits >> 30) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ bits >> 27) &* 0x94d0_49bb_1331_11eb
        return bits ^ bits >> 31
    }
}
