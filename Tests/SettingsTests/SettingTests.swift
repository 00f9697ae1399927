import FoundationEssentials
import HTTPServer
import Playground
import PlaygroundAPI
import Settings
import Testing

/// A file with this text, for as long as `body` runs.
func withFile<Output>(_ text: String, _ body: (String) throws -> Output) throws -> Output {
    let file = FileManager.default.temporaryDirectory.appending(path: "settings-\(UUID().uuidString).json")
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    return try body(file.path())
}

/// The settings; untyped in what it throws, as expectations want it.
private func read(flags: [Setting: String], environment: [String: String]) throws -> SettingValues {
    try SettingValues(flags: flags, environment: environment)
}

@Suite struct `settings` {
    @Test func `without any, everything is as the parts have it by themselves`() throws {
        let values = try SettingValues(flags: [:], environment: [:])
        let (limits, defaults) = (values.limits, Limits())
        #expect("\(limits)" == "\(defaults)")
        let (server, configuration) = (values.configuration, Configuration())
        #expect(server.host == configuration.host)
        #expect(server.port == configuration.port)
        #expect(server.bodyLimit == configuration.bodyLimit)
        #expect(server.connectionMemory == configuration.connectionMemory)
        #expect(server.connectionLimit == configuration.connectionLimit)
        #expect(server.connectionLimitPerAddress == configuration.connectionLimitPerAddress)
        #expect(server.idleTimeout == configuration.idleTimeout)
    }

    @Test func `a flag goes before a variable, a variable before the file, the file before the default`()
        throws
    {
        try withFile(#"{"runs":3,"workers":4,"queue":5}"#) { path throws in
            let values = try SettingValues(
                flags: [.runs: "1", .config: path],
                environment: ["LOCKSTEP_RUNS": "2", "LOCKSTEP_WORKERS": "2"])
            #expect(values[.runs] == .number(1))
            #expect(values[.workers] == .number(2))
            #expect(values[.queue] == .number(5))
            #expect(values[.port] == .number(8080))
        }
    }

    @Test func `the file may be named by a variable, and a flag names another`() throws {
        try withFile(#"{"runs":3}"#) { first throws in
            try withFile(#"{"runs":4}"#) { second throws in
                let environment = ["LOCKSTEP_CONFIG": first]
                #expect(try read(flags: [:], environment: environment)[.runs] == .number(3))
                let flags = [Setting.config: second]
                #expect(try read(flags: flags, environment: environment)[.runs] == .number(4))
            }
        }
    }

    @Test func `each can be set in each of the three ways`() throws {
        for setting in Setting.all {
            let (text, json, value): (String, String, SettingValue)
            switch setting.kind {
            case .number(let range, _):
                (text, json, value) = (
                    "\(range.upperBound)", "\(range.upperBound)", .number(range.upperBound)
                )
            case .text: (text, json, value) = ("x y", #""x y""#, .text("x y"))
            case .list: (text, json, value) = ("a, b", #"["a","b"]"#, .list(["a", "b"]))
            case .addresses:
                (text, json, value) = (
                    "192.0.2.1 , ::1", #"["192.0.2.1","::1"]"#, .list(["192.0.2.1", "::1"])
                )
            case .origins:
                (text, json, value) = (
                    "http://a, https://b:1", #"["http://a","https://b:1"]"#,
                    .list(["http://a", "https://b:1"])
                )
            case .word(let words, let preset):
                let word = try #require(words.first { $0 != preset })
                (text, json, value) = (word, "\"\(word)\"", .text(word))
            }
            if setting == .config { continue }
            // The time-outs go together.
            var flags: [Setting: String] = setting == .runTimeoutMs ? [.longestRunTimeoutMs: text] : [:]
            #expect(try read(flags: flags, environment: [setting.variable: text])[setting] == value)
            try withFile(#"{"\#(setting.key)":\#(json)}"#) { path throws in
                flags[.config] = path
                #expect(try read(flags: flags, environment: [:])[setting] == value)
            }
            flags[.config] = nil
            flags[setting] = text
            #expect(try read(flags: flags, environment: [:])[setting] == value)
        }
    }

    @Test func `their names differ, and follow from the flag's`() {
        #expect(Set(Setting.all.map(\.flag)).count == Setting.all.count)
        #expect(Setting.keepRuns.variable == "LOCKSTEP_KEEP_RUNS")
        #expect(Setting.longestRunTimeoutMs.key == "longestRunTimeoutMs")
        #expect(Setting.runs.key == "runs")
    }

    @Test func `every limit that a problem names is one of them`() {
        let keys = Set(Setting.limits.map(\.key))
        for name in LimitName.allCases { #expect(keys.contains(name.rawValue)) }
    }

    @Test(
        arguments: [
            ([Setting.runs: "0"], [:], "--runs must be a whole number from 1 to 1024, not \"0\"."),
            ([.runs: "many"], [:], "--runs must be a whole number from 1 to 1024, not \"many\"."),
            ([.runs: "1.5"], [:], "--runs must be a whole number from 1 to 1024, not \"1.5\"."),
            ([.port: "65536"], [:], "--port must be a whole number from 0 to 65535, not \"65536\"."),
            (
                [:], ["LOCKSTEP_QUEUE": "-1"],
                "LOCKSTEP_QUEUE must be a whole number from 1 to 1000000, not \"-1\"."
            ),
            ([.data: ""], [:], "--data must be a text that is not empty, not \"\"."),
            (
                [.trustedProxies: "::1,,127.0.0.1"], [:],
                "--trusted-proxies must be addresses such as 192.0.2.1 or 2001:db8::1, with commas between them, not \"\"."
            ),
            (
                [.trustedProxies: "::1, foo,192.0.2.300"], [:],
                "--trusted-proxies must be addresses such as 192.0.2.1 or 2001:db8::1, with commas between them, not \"foo\"."
            ),
            (
                [:], ["LOCKSTEP_TRUSTED_PROXIES": "10.0.0.0/8"],
                "LOCKSTEP_TRUSTED_PROXIES must be addresses such as 192.0.2.1 or 2001:db8::1, with commas between them, not \"10.0.0.0/8\"."
            ),
            (
                [.allowedHosts: "a.org,,b.org"], [:],
                "--allowed-hosts must be texts that are not empty, with commas between them, not \"\"."
            ),
            (
                [.allowOrigin: "example.com"], [:],
                "--allow-origin must be *, or origins such as https://example.com:8443, with commas between them, not \"example.com\"."
            ),
            ([.accessLog: "yes"], [:], "--access-log must be on or off, not \"yes\"."),
            (
                [.config: "/nowhere/lockstep.json"], [:],
                "The file of settings /nowhere/lockstep.json cannot be read: No such file or directory."
            ),
            ([.config: "/"], [:], "The file of settings / cannot be read: Is a directory."),
            (
                [.runTimeoutMs: "5000"], ["LOCKSTEP_LONGEST_RUN_TIMEOUT_MS": "4000"],
                "--run-timeout-ms must not be more than LOCKSTEP_LONGEST_RUN_TIMEOUT_MS, 4000, but is 5000."
            ),
            (
                [.runTimeoutMs: "60001"], [:],
                "--run-timeout-ms must not be more than the default of --longest-run-timeout-ms, 60000, but is 60001."
            ),
        ] as [([Setting: String], [String: String], String)])
    func `what is wrong is told with its name, its place and what is allowed`(
        _ flags: [Setting: String], _ environment: [String: String], _ sentence: String
    ) {
        let error = #expect(throws: SettingError.self) {
            try SettingValues(flags: flags, environment: environment)
        }
        #expect(error?.sentences == [sentence])
    }

    @Test(arguments: [
        (#"{"runs":0}"#, ":1:2: runs must be a whole number from 1 to 1024, not 0."),
        (
            "{\n  \"port\": 80,\n  \"runs\": \"8\"\n}",
            ":3:3: runs must be a whole number from 1 to 1024, not \"8\"."
        ),
        (#"{"é":1,"data":""}"#, #":1:2: "é" is no setting of a file; there are host, port"#),
        (#"{"host":"::","data":""}"#, #":1:14: data must be a text that is not empty, not ""."#),
        (
            #"{"trustedProxies":"::1"}"#,
            #":1:2: trustedProxies must be an array of addresses such as 192.0.2.1 or 2001:db8::1, not "::1"."#
        ),
        (
            #"{"trustedProxies":["::1","127.0.0.1\u0000"]}"#,
            #":1:2: trustedProxies must be an array of addresses such as 192.0.2.1 or 2001:db8::1, not ["::1","127.0.0.1\u0000"]."#
        ),
        (#"{"config":"other.json"}"#, #":1:2: "config" is no setting of a file;"#),
        (#"{"keep-runs":1}"#, #":1:2: "keep-runs" is no setting of a file;"#),
        (#"{"runs":1,}"#, #":1:11: "}" is found where a name in quotes is expected."#),
        (#"{"runs":1,"runs":2}"#, #":1:11: "runs" is there a second time."#),
        ("", ":1:1: the text ends where a value is expected."),
        ("[]", ": the file must hold a JSON object."),
        ("# runs", ":1:1: \"#\" is found where a value is expected."),
    ])
    func `what is wrong in a file is told with line and column`(_ text: String, _ sentence: String) throws {
        try withFile(text) { path throws in
            let error = #expect(throws: SettingError.self) {
                try SettingValues(flags: [.config: path], environment: [:])
            }
            #expect(
                error?.sentences.first?.hasPrefix(path + sentence) == true, "\(String(describing: error))")
        }
    }

    @Test func `everything that is wrong is told at once`() throws {
        try withFile(#"{"runs":0,"speed":1}"#) { path throws in
            let error = #expect(throws: SettingError.self) {
                try SettingValues(
                    flags: [.config: path, .workers: "0"], environment: ["LOCKSTEP_QUEUE": "x"])
            }
            #expect(error?.sentences.count == 4)
        }
    }

    @Test(arguments: [
        ("*", true), ("http://localhost:3000", true), ("https://a.example", true),
        ("http://[::1]:8080", true),
        ("http://a.example,https://b.example:8443", true), ("http://", false), ("https://a.example/", false),
        ("https://A.example", false), ("https://a.example:443", false), ("http://a:80", false),
        ("http://a:65536", false), ("http://a:", false), ("ftp://a", false), ("null", false),
        ("http://u@a", false),
        ("http://a b", false), ("http://[::1", false), ("http://[::1]x", false),
    ])
    func `an origin is spelled as browsers do`(_ text: String, _ isAllowed: Bool) {
        let values = try? SettingValues(flags: [.allowOrigin: text], environment: [:])
        #expect((values != nil) == isAllowed)
    }

    @Test func `a star allows every origin, and without the setting none is allowed`() throws {
        func allowed(_ text: String) throws -> CrossOrigin.Allowed {
            try SettingValues(flags: text.isEmpty ? [:] : [.allowOrigin: text], environment: [:])
                .access().allowedOrigins
        }
        #expect(try allowed("http://a,*") == .all)
        #expect(try allowed("http://a,http://b") == .only(["http://a", "http://b"]))
        #expect(try allowed("") == .only([]))
    }

    @Test func `a longest time below the usual one shortens the usual one, unless that was asked for`() throws
    {
        let values = try SettingValues(flags: [.longestRunTimeoutMs: "4000"], environment: [:])
        #expect(values.limits.defaultTimeout == .seconds(4))
        #expect(values.limits.longestTimeout == .seconds(4))
    }

    @Test func `a variable that is no setting is told of and left alone, and an empty one is none`() throws {
        let values = try SettingValues(
            flags: [:],
            environment: ["LOCKSTEP_SERVICE_HOST": "10.0.0.1", "LOCKSTEP_RUNS": "", "PATH": "/bin"])
        #expect(values.warnings == ["The variable LOCKSTEP_SERVICE_HOST is no setting, and is ignored."])
        #expect(values[.runs] == .number(32))
    }

    @Test func `the documentation has them all, as they are, and no other`() throws {
        let folder = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
        let text = try String(contentsOfFile: folder + "/docs/operations.md", encoding: .utf8)
        #expect(
            text.contains("\n" + Setting.markdown(Setting.service) + "\n"),
            "\(Setting.markdown(Setting.service))")
        #expect(
            text.contains("\n" + Setting.markdown(Setting.limits) + "\n"),
            "\(Setting.markdown(Setting.limits))")
    }
}
