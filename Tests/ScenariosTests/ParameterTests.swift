import JSON
import Programs
import Scenarios
import Testing
import Tracing

@Suite struct `the parameters of a scenario` {
    @Test(arguments: Catalogue.scenarios.map(\.about.name))
    func `have a schema whose defaults are valid, and descriptions in both languages`(_ name: String) throws {
        let scenario = try #require(Catalogue.scenario(named: name))
        #expect(scenario.schema["type"] == "object")
        #expect(scenario.schema["additionalProperties"] == false)
        guard case .object(let properties)? = scenario.schema["properties"] else {
            Issue.record("no properties")
            return
        }
        for property in properties {
            let rule = property.value
            #expect(property.name.wholeMatch(of: /[a-z][a-zA-Z]*/) != nil, "\(property.name)")
            for language in ["description", "x-description-zh"] {
                guard case .string(let text)? = rule[language] else {
                    Issue.record("\(property.name) has no \(language)")
                    continue
                }
                #expect(!text.isEmpty)
            }
            let value = try #require(rule["default"])
            #expect(throws: Never.self, "\(property.name)") {
                try scenario.prepare([property.name: value].json)
            }
            #expect(obeys(value, rule), "\(property.name)")
        }
        let defaults = try scenario.prepare(.null).parameters
        #expect(defaults == .object(properties.map { JSONMember($0.name, $0.value["default"] ?? .null) }))
        #expect(try scenario.prepare([:]).parameters == defaults)
    }

    /// Whether a default keeps to the words and bounds of its own rule.
    private func obeys(_ value: JSONValue, _ rule: JSONValue) -> Bool {
        if case .array(let words)? = rule["enum"] { return words.contains(value) }
        guard case .integer(let number) = value, case .integer(let least)? = rule["minimum"],
            case .integer(let most)? = rule["maximum"]
        else { return rule["type"] != nil }
        return (least...most).contains(number)
    }

    @Test(arguments: Catalogue.scenarios.map(\.about.name))
    func `accept their bounds, and nothing beyond`(_ name: String) throws {
        let scenario = try #require(Catalogue.scenario(named: name))
        guard case .object(let properties)? = scenario.schema["properties"] else { return }
        for property in properties {
            guard case .integer(let least)? = property.value["minimum"],
                case .integer(let most)? = property.value["maximum"]
            else { continue }
            for good in [least, most] {
                let prepared = try scenario.prepare([property.name: .integer(good)].json)
                #expect(prepared.parameters[property.name] == .integer(good))
            }
            for bad in [least - 1, most + 1, .max, .min] {
                #expect(throws: ParameterErrors.self) {
                    try scenario.prepare([property.name: .integer(bad)].json)
                }
            }
        }
    }

    @Test(
        arguments: [
            ("race", ["threads": "5"], "threads", "must be an integer, not a string."),
            ("race", ["threads": .number(1.5)], "threads", "must be an integer, not 1.5."),
            ("race", ["threads": nil], "threads", "must be an integer, not null."),
            ("race", ["threads": [:]], "threads", "must be an integer, not an object."),
            ("race", ["threads": 501], "threads", "must be from 1 to 500, not 501."),
            (
                "race", ["speed": 1], "speed",
                "is not a parameter of this scenario; it has threads, pauseMs, iterations."
            ),
            ("pool-cancel", ["speed": 1], "speed", "is not a parameter of this scenario; it has none."),
            ("semaphore", ["bounded": 1], "bounded", "must be true or false, not an integer."),
            (
                "deadlock", ["variant": "SELF"], "variant",
                "must be one of opposite-order, two-functions, self, not \"SELF\"."
            ),
            (
                "deadlock", ["variant": 3], "variant",
                "must be one of opposite-order, two-functions, self, not an integer."
            ),
            ("condition", ["notify": 4], "notify", "must be an array of integers, not an integer."),
            ("condition", ["notify": [4, true]], "notify", "item 1 must be an integer, not a boolean."),
            ("condition", ["notify": [-1]], "notify", "item 0 must be from 0 to 100, not -1."),
            ("noodles", ["names": "Ann"], "names", "must be an array of strings, not a string."),
            ("noodles", ["names": []], "names", "must have 1 to 50 items, not 0."),
            ("noodles", ["names": ["Ann", 3]], "names", "item 1 must be a string, not an integer."),
            ("noodles", ["names": [""]], "names", "item 0 must have 1 to 40 characters, not 0."),
            ("noodles", ["names": ["a\u{1b}[2J"]], "names", "item 0 must have no control characters."),
            ("timer", ["cancelAfterMs": "never"], "cancelAfterMs", "must be an integer, not a string."),
            ("race", "fast", "", "must be an object, not a string."),
            ("race", [1], "", "must be an object, not an array."),
        ] as [(String, JSONValue, String, String)])
    func `that are wrong are named with what is wrong`(
        _ scenario: String, _ parameters: JSONValue, _ name: String, _ detail: String
    ) throws {
        let scenario = try #require(Catalogue.scenario(named: scenario))
        let errors = #expect(throws: ParameterErrors.self) { try scenario.prepare(parameters) }
        #expect(errors?.errors.map(\.name) == [name])
        #expect(errors?.errors.map(\.detail) == [detail])
    }

    @Test func `that are wrong are all named`() throws {
        let race = try #require(Catalogue.scenario(named: "race"))
        let errors = #expect(throws: ParameterErrors.self) {
            try race.prepare(["threads": 0, "pauseMs": "a", "speed": 1, "iterations": 1])
        }
        #expect(errors?.errors.map(\.name) == ["threads", "pauseMs", "speed"])
    }

    @Test func `may be null where null means something`() throws {
        let timer = try #require(Catalogue.scenario(named: "timer"))
        #expect(try timer.prepare(["cancelAfterMs": nil]).parameters["cancelAfterMs"] == .null)
        #expect(try timer.prepare(["cancelAfterMs": 5]).parameters["cancelAfterMs"] == 5)
    }

    @Test func `of one run are not those of another`() throws {
        let race = try #require(Catalogue.scenario(named: "race"))
        let first = try race.prepare(["threads": 3])
        _ = try race.prepare(["threads": 4])
        #expect(first.parameters["threads"] == 3)
        #expect(try race.prepare(nil).parameters["threads"] == 5)
    }
}

extension [String: JSONValue] {
    /// An object of these members.
    fileprivate var json: JSONValue { .object(map { JSONMember($0.key, $0.value) }) }
}
