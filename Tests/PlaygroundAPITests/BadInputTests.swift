import HTTPServer
import JSON
import TestClient
import Testing

/// A request that is to be refused, and how.
private struct Refused: Sendable, CustomTestStringConvertible {
    var method = HTTPMethod.post
    var target = "/scenarios/race"
    var headers: [(String, String)] = []
    var body: [UInt8] = []
    var status: Int
    var type: String
    var field: String?
    var says = ""

    init(
        _ method: HTTPMethod = .post, _ target: String = "/scenarios/race", headers: [(String, String)] = [],
        bytes: [UInt8]? = nil, body: String = "", _ status: Int, _ type: String, field: String? = nil,
        says: String = ""
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = bytes ?? Array(body.utf8)
        self.status = status
        self.type = type
        self.field = field
        self.says = says
    }

    var testDescription: String {
        "\(method) \(target) \(String(decoding: body.prefix(60), as: UTF8.self)) -> \(status)"
    }
}

private let unknown = [
    Refused(.post, "/scenarios/nothing", 404, "unknown-scenario", says: "\"nothing\""),
    Refused(.get, "/scenarios/nothing", 404, "unknown-scenario"),
    Refused(.get, "/scenarios/Race", 404, "unknown-scenario", says: "\"Race\""),
    Refused(.get, "/scenarios/%22%5C%0A", 404, "unknown-scenario"),
    Refused(.get, "/runs/0000000000000", 404, "unknown-run", says: "\"0000000000000\""),
    Refused(.get, "/runs/x", 404, "unknown-run"),
    Refused(.get, "/runs/zzzzzzzzzzzzz", 404, "unknown-run"),
    // The least whose number would be negative.
    Refused(.get, "/runs/8000000000000", 404, "unknown-run"),
    Refused(.post, "/runs/fzzzzzzzzzzzz/cancel", 404, "unknown-run"),
    Refused(.get, "/runs/0000000000000/trace", 404, "unknown-run"),
    Refused(.delete, "/runs/0000000000000", 404, "unknown-run"),
    Refused(.get, "/runs/0000000000000/events", 404, "unknown-run"),
    Refused(.post, "/runs/0000000000000/cancel", 404, "unknown-run"),
    Refused(.get, "/nothing", 404, "not-found", says: "/nothing"),
    Refused(.get, "/scenarios/race/program", 404, "not-found"),
]

private let wrongMethods = [
    Refused(.put, "/scenarios/race", 405, "method-not-allowed", says: "PUT"),
    Refused(.delete, "/runs", 405, "method-not-allowed"),
    Refused(.post, "/healthz", 405, "method-not-allowed"),
    Refused(.post, "/", 405, "method-not-allowed"),
    Refused(.post, "/js/main.js", 405, "method-not-allowed"),
    Refused(.other("BREW"), "/runs", 405, "method-not-allowed", says: "BREW"),
]

private let malformed = [
    Refused(body: "{", 400, "malformed-request"),
    Refused(body: "{}{}", 400, "malformed-request"),
    Refused(body: "hello", 400, "malformed-request"),
    Refused(body: #"{"seed":}"#, 400, "malformed-request"),
    Refused(body: #"{"seed":1,}"#, 400, "malformed-request", says: "column 11"),
    Refused(body: #"{"seed":1,"seed":2}"#, 400, "malformed-request", says: "second time"),
    Refused(
        body: #"{"timeoutMs":1e-400}"#, 400, "malformed-request", says: "the number 1e-400 is too small"),
    Refused(body: #"{"parameters":{"threads":-1e-400}}"#, 400, "malformed-request", says: "-1e-400"),
    Refused(body: #"{'seed':1}"#, 400, "malformed-request"),
    Refused(body: "[1,2]", 400, "malformed-request", says: "object"),
    Refused(body: "\"race\"", 400, "malformed-request", says: "object"),
    Refused(body: "null", 400, "malformed-request", says: "an object, not null"),
    Refused(body: "7", 400, "malformed-request", says: "object"),
    Refused(
        bytes: [0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d], 400, "malformed-request", says: "UTF-8"),
    // {} in UTF-16, which is UTF-8 as well, and no JSON in it.
    Refused(bytes: [0x7b, 0x00, 0x7d, 0x00], 400, "malformed-request"),
    Refused(body: String(repeating: "[", count: 100_000), 400, "malformed-request", says: "32 levels"),
    Refused(
        body: String(repeating: #"{"parameters":"#, count: 4_000) + "1"
            + String(repeating: "}", count: 4_000), 400,
        "malformed-request", says: "32 levels"),
]

private let wrongTypes = [
    Refused(
        headers: [("Content-Type", "text/csv")], body: "a,b", 415, "unsupported-media-type", says: "text/csv"),
    Refused(
        headers: [("Content-Type", "application/x-www-form-urlencoded")], body: "threads=5", 415,
        "unsupported-media-type", says: "--json"),
    Refused(
        headers: [("Content-Encoding", "gzip")], body: "{}", 415, "unsupported-media-type",
        says: "coding gzip"),
    Refused(
        .get, "/scenarios", headers: [("Accept", "text/html")], 406, "not-acceptable", says: "text/plain"),
    Refused(.get, "/scenarios/race", headers: [("Accept", "image/*")], 406, "not-acceptable"),
    Refused(
        .get, "/runs", headers: [("Accept", "application/json;q=0, text/plain;q=0")], 406, "not-acceptable"),
    Refused(headers: [("Accept", "text/html")], 406, "not-acceptable"),
    Refused(headers: [("Accept", "*/*;q=0")], 406, "not-acceptable"),
]

private let wrongFields = [
    Refused(
        body: #"{"bar":1}"#, 422, "invalid-request", field: "bar", says: "engine, seed, schedule, pause"
    ),
    Refused(body: #"{"bar":null}"#, 422, "invalid-request", field: "bar"),
    Refused(body: #"{"":1}"#, 422, "invalid-request", field: ""),
    Refused(
        body: #"{"engine":5}"#, 422, "invalid-request", field: "engine", says: "a string, not an integer"),
    Refused(body: #"{"engine":"magic"}"#, 422, "invalid-request", field: "engine", says: "\"magic\""),
    Refused(body: #"{"schedule":"x"}"#, 422, "invalid-request", field: "schedule", says: "begin with 1f"),
    Refused(
        body: #"{"schedule":"1f.a"}"#, 422, "invalid-request", field: "schedule", says: "\"a\" as step 1"),
    Refused(body: #"{"schedule":5}"#, 422, "invalid-request", field: "schedule"),
    Refused(body: #"{"pause":1}"#, 422, "invalid-request", field: "pause", says: "true or false"),
    Refused(
        body: #"{"engine":"threads","pause":true}"#, 422, "invalid-request", field: "pause",
        says: "simulation only"),
    Refused(
        .post, "/scenarios/race/explorations", body: #"{"strategy":"best","time":"wall","maxExecutions":0}"#,
        422,
        "invalid-request", field: "strategy", says: "exhaustive, bruteForce"),
    Refused(
        .post, "/scenarios/race/explorations", body: #"{"strategy":"random","preemptionBound":1}"#, 422,
        "invalid-request", field: "preemptionBound", says: "the strategy is random"),
    Refused(
        .post, "/scenarios/race/explorations", body: #"{"breadth":1}"#, 422, "invalid-request",
        field: "breadth",
        says: "preemptionBound"),
    Refused(
        .post, "/scenarios/race/explorations", body: #"{"strategy":"pct","depth":0}"#, 422, "invalid-request",
        field: "depth", says: "from 1 to 100, not 0"),
    Refused(
        .post, "/scenarios/race/explorations", body: #"{"depth":2}"#, 422, "invalid-request", field: "depth",
        says: "the strategy is exhaustive"),
    Refused(.post, "/scenarios/none/explorations", 404, "unknown-scenario", says: "none"),
    Refused(.get, "/explorations/0000000000000", 404, "unknown-exploration"),
    Refused(body: #"{"seed":"7"}"#, 422, "invalid-request", field: "seed", says: "an integer, not"),
    // The least Int, whose magnitude is none.
    Refused(body: #"{"seed":-9223372036854775808.0}"#, 422, "invalid-request", field: "seed"),
    Refused(body: #"{"seed":1.5}"#, 422, "invalid-request", field: "seed", says: "not 1.5"),
    Refused(body: #"{"seed":1e300}"#, 422, "invalid-request", field: "seed", says: "too large"),
    Refused(body: #"{"seed":-1}"#, 422, "invalid-request", field: "seed", says: "not -1"),
    Refused(body: #"{"seed":9007199254740992}"#, 422, "invalid-request", field: "seed"),
    Refused(body: #"{"seed":100000000000000000000}"#, 422, "invalid-request", field: "seed"),
    Refused(
        body: #"{"timeoutMs":0}"#, 422, "invalid-request", field: "timeoutMs", says: "from 1 to 60000, not 0"),
    Refused(body: #"{"timeoutMs":60001}"#, 422, "invalid-request", field: "timeoutMs"),
    Refused(body: #"{"timeoutMs":9223372036854775807}"#, 422, "invalid-request", field: "timeoutMs"),
    Refused(body: #"{"timeoutMs":true}"#, 422, "invalid-request", field: "timeoutMs"),
    Refused(body: #"{"parameters":[]}"#, 422, "invalid-request", field: "parameters", says: "an object"),
    Refused(body: #"{"parameters":"a"}"#, 422, "invalid-request", field: "parameters"),
    Refused(body: #"{"parameters":{"speed":1}}"#, 422, "invalid-request", field: "parameters.speed"),
    Refused(
        body: #"{"parameters":{"a\u001b[31m\n":1}}"#, 422, "invalid-request",
        field: "parameters.a\u{1b}[31m\n",
        says: #"parameters.a\u001b[31m\n is not a parameter"#),
    Refused(
        body: #"{"a\u009b":1}"#, 422, "invalid-request", field: "a\u{9b}", says: #"a\u009b is not a field"#),
    Refused(
        body: #"{"engine":"\u001bc\u202e"}"#, 422, "invalid-request", field: "engine",
        says: #"not "\u001bc\u202e""#),
    Refused(body: #"{"parameters":{"threads":"5"}}"#, 422, "invalid-request", field: "parameters.threads"),
    Refused(body: #"{"parameters":{"threads":1.5}}"#, 422, "invalid-request", field: "parameters.threads"),
    Refused(body: #"{"parameters":{"threads":null}}"#, 422, "invalid-request", field: "parameters.threads"),
    Refused(body: #"{"parameters":{"threads":0}}"#, 422, "invalid-request", field: "parameters.threads"),
    Refused(
        body: #"{"parameters":{"threads":501}}"#, 422, "invalid-request", field: "parameters.threads",
        says: "from 1 to 500, not 501"),
    Refused(
        .post, "/scenarios/deadlock", body: #"{"parameters":{"variant":"other"}}"#, 422, "invalid-request",
        field: "parameters.variant", says: "opposite-order, two-functions, self"),
    Refused(
        .post, "/scenarios/semaphore", body: #"{"parameters":{"bounded":1}}"#, 422, "invalid-request",
        field: "parameters.bounded"),
    Refused(
        .post, "/scenarios/condition", body: #"{"parameters":{"notify":[1,"2"]}}"#, 422, "invalid-request",
        field: "parameters.notify", says: "item 1"),
    Refused(
        .post, "/scenarios/condition", body: #"{"parameters":{"notify":5}}"#, 422, "invalid-request",
        field: "parameters.notify"),
    Refused(
        .post, "/scenarios/pool-cancel", body: #"{"parameters":{"workers":1}}"#, 422, "invalid-request",
        field: "parameters.workers", says: "it has none"),
]

private let wrongQueries = [
    Refused(.get, "/runs?limit=0", 400, "invalid-request", field: "limit", says: "from 1 to 500"),
    Refused(.get, "/runs?limit=501", 400, "invalid-request", field: "limit"),
    Refused(.get, "/runs?limit=many", 400, "invalid-request", field: "limit", says: "\"many\""),
    Refused(.get, "/runs?limit", 400, "invalid-request", field: "limit"),
    Refused(.get, "/runs?limit=1&limit=2", 400, "invalid-request", field: "limit", says: "more than once"),
    Refused(.get, "/runs?cursor=1", 400, "invalid-request", field: "cursor"),
    Refused(.get, "/runs?cursor=8000000000000", 400, "invalid-request", field: "cursor"),
    Refused(.get, "/runs?scenario=nothing", 400, "invalid-request", field: "scenario"),
    Refused(.get, "/runs?engine=magic", 400, "invalid-request", field: "engine"),
    Refused(.get, "/runs?status=finished", 400, "invalid-request", field: "status"),
    Refused(.get, "/runs?colour=red", 400, "invalid-request", field: "colour"),
    Refused(.get, "/scenarios?chapter=locks", 400, "invalid-request", field: "chapter"),
    Refused(.post, "/scenarios/race?threads=5", 400, "invalid-request", field: "threads"),
    Refused(
        .get, "/runs/0000000000000/events", headers: [("Last-Event-ID", "x")], 400, "malformed-request",
        says: "\"x\""),
    Refused(.get, "/runs/0000000000000/events", headers: [("Last-Event-ID", "-2")], 400, "malformed-request"),
]

@Suite struct `bad input` {
    @Test(arguments: Way.allCases)
    func `is refused with a problem, and the next request is answered`(_ way: Way) throws {
        try withService(way) { ask in
            for refused in unknown + wrongMethods + malformed + wrongTypes + wrongFields + wrongQueries {
                let answer = try ask(refused.method, refused.target, refused.headers, refused.body)
                try expect(answer, is: refused)
            }
            #expect(try ask(.get, "/healthz", [], []).status == 200)
        }
    }

    private func expect(_ answer: Answer, is refused: Refused) throws {
        let comment = Comment(rawValue: refused.testDescription)
        #expect(answer.status == refused.status, comment)
        #expect(answer.type == "application/problem+json", comment)
        let problem = try answer.json
        #expect(problem["type"]?.string == "urn:lockstep:problem:\(refused.type)", comment)
        #expect(problem["status"]?.integer == refused.status, comment)
        #expect(problem["title"]?.string?.isEmpty == false, comment)
        let detail = problem["detail"]?.string ?? ""
        #expect(detail.contains(refused.says) && !detail.isEmpty, comment)
        #expect(problem["field"]?.string == refused.field, comment)
        #expect(problem["errors"]?.elements.first?["field"]?.string == refused.field, comment)
        #expect(try Contract.openapi.faults(of: problem, as: "Problem").isEmpty, comment)
    }

    @Test(arguments: Way.allCases)
    func `every wrong field is named at once`(_ way: Way) throws {
        try withService(way) { ask in
            let body = #"{"engine":"magic","seed":-1,"timeoutMs":0,"parameters":{"threads":0,"speed":1}}"#
            let problem = try ask(.post, "/scenarios/race", [], Array(body.utf8)).json
            #expect(
                problem["errors"]?.elements.map { $0["field"]?.string } == [
                    "engine", "timeoutMs", "seed", "parameters.threads", "parameters.speed",
                ])
            #expect(problem["field"] == "engine")
        }
    }

    @Test(arguments: Way.allCases)
    func `a wrong method is told the right ones`(_ way: Way) throws {
        try withService(way) { ask in
            for (target, allowed) in [
                ("/scenarios/race", Set(["GET", "POST", "HEAD", "OPTIONS"])),
                ("/runs/0000000000000", ["GET", "DELETE", "HEAD", "OPTIONS"]),
                ("/js/main.js", ["GET", "HEAD", "OPTIONS"]),
            ] {
                let answer = try ask(.put, target, [], [])
                let allow = answer["Allow"]?.split(separator: ",").map { $0.filter { $0 != " " } }
                #expect(Set(allow ?? []) == allowed)
            }
        }
    }

    @Test(arguments: Way.allCases)
    func `a wrong type of body is told the right one`(_ way: Way) throws {
        try withService(way) { ask in
            let answer = try ask(.post, "/scenarios/race", [("Content-Type", "text/csv")], Array("a,b".utf8))
            #expect(answer["Accept-Post"] == "application/json")
        }
    }

    @Test(arguments: Way.allCases)
    func `is refused in plain words to those who want text`(_ way: Way) throws {
        try withService(way) { ask in
            let answer = try ask(.get, "/scenarios/nothing", [("Accept", "text/plain")], [])
            #expect(answer.status == 404)
            #expect(answer["Content-Type"] == "text/plain; charset=utf-8")
            #expect(
                answer.text
                    == "There is no such scenario.\n"
                    + "There is no scenario \"nothing\". GET /scenarios lists those there are.\n")
            #expect(try ask(.put, "/runs", [("Accept", "text/plain")], [])["Allow"]?.contains("GET") == true)
        }
    }

    @Test(arguments: Way.allCases)
    func `is refused without what a terminal would obey`(_ way: Way) throws {
        try withService(way) { ask in
            let body = Array(#"{"parameters":{"a\u001b[31m\nb\u007f":1}}"#.utf8)
            let text = try ask(.post, "/scenarios/race", [("Accept", "text/plain")], body).text
            let start = "The request has wrong fields.\n" + #"parameters.a\u001b[31m\nb\u007f is not"#
            #expect(text.hasPrefix(start))
            let path = try ask(.get, "/scenarios/%1b%5b2J", [("Accept", "text/plain")], []).text
            #expect(path.contains(#"There is no scenario "\u001b[2J"."#))
            for answer in [text, path] {
                let controls = answer.unicodeScalars.filter { $0.properties.generalCategory == .control }
                #expect(controls.allSatisfy { $0 == "\n" })
            }
        }
    }

    @Test(arguments: Way.allCases)
    func `a problem is cached for no other type`(_ way: Way) throws {
        try withService(way) { ask in
            let answer = try ask(.get, "/nothing", [], [])
            #expect(answer["Vary"] == "Accept")
        }
    }

    @Test func `a body over the limit is refused, and so is a target that cannot be read`() throws {
        try withService(.socket) { ask in
            let large = try ask(.post, "/scenarios/race", [], Array(repeating: 0x20, count: 1 << 20 | 1))
            #expect(large.status == 413)
            #expect(try large.json["type"] == "urn:lockstep:problem:content-too-large")
            for target in ["/scenarios/%zz", "/scenarios/%ff", "/runs?limit=%zz", "/%00"] {
                let answer = try ask(.get, target, [], [])
                #expect(answer.status == 400, "\(target)")
                #expect(try answer.json["type"] == "urn:lockstep:problem:malformed-request")
            }
        }
    }
}
