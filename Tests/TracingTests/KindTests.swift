import Events
import JSON
import TestClient
import Testing
import TraceSamples
import Tracing

@Suite struct `every kind of object` {
    @Test(arguments: ObjectKind.allCases)
    func `has states that read back as they were written`(_ kind: ObjectKind) throws {
        #expect(!kind.samples.isEmpty)
        for state in kind.samples {
            #expect(state.kind == kind)
            let json = try JSONParser.parse(written(state))
            #expect(try ObjectState(kind, json: json) == state)
        }
    }

    @Test(arguments: ObjectKind.allCases)
    func `refuses a state that lacks a member, by the member's name`(_ kind: ObjectKind) throws {
        for state in kind.samples {
            guard case .object(let members) = try JSONParser.parse(written(state)) else { continue }
            #expect(!members.isEmpty)
            guard case .array(let required)? = kind.model.schema["required"] else { continue }
            for member in members where required.contains(.string(member.name)) {
                let rest = JSONValue.object(members.filter { $0 != member })
                #expect(throws: JSONError.missing(member: member.name)) {
                    try ObjectState(kind, json: rest)
                }
            }
        }
    }

    @Test(arguments: ObjectKind.allCases)
    func `is described by the contract as it is written`(_ kind: ObjectKind) throws {
        let contract = try Contract.openapi
        let alternatives = contract.document["components"]?["schemas"]?["ObjectState"]?["anyOf"]?.elements
        let described = (alternatives ?? []).filter { schema in
            schema["title"]?.string?.split(separator: ", ").contains { $0 == kind.rawValue } ?? false
        }
        #expect(described.map(\.withoutWords) == [kind.model.schema.withoutWords])
        for state in kind.samples {
            let json = try JSONParser.parse(written(state))
            #expect(contract.faults(of: json, by: kind.model.schema, at: "\(state)").isEmpty)
        }
    }

    @Test(arguments: ObjectKind.allCases)
    func `has its words in the story`(_ kind: ObjectKind) {
        let remark: String? =
            switch kind {
            case .rlock: "held 2 times"
            case .semaphore: "1 permit left"
            case .latch: "2 to go"
            case .queue: "1 item in it"
            case .atomic: "now 5"
            // What was done to one of these says what became of it.
            case .lock, .condition, .event, .barrier, .variable, .future, .pool, .timer, .thread: nil
            }
        var builder = TraceBuilder()
        let (thread, object) = (builder.thread("Ann"), builder.object(kind, "it"))
        builder.event(thread, .inspect, object, state: kind.samples[0])
        #expect(
            builder.trace.sentence(builder.trace.events[0])
                == "inspect it" + (remark.map { " (\($0))" } ?? ""))
    }

    @Test func `every kind of value has its form`() {
        let value = TraceValue.list([.none, .flag(true), .integer(1), .number(0.5), .text("a")])
        #expect(JSONValue(value) == [nil, true, 1, .number(0.5), "a"])
    }

    private func written(_ state: ObjectState) -> [UInt8] {
        var writer = JSONWriter()
        state.write(to: &writer)
        return writer.bytes
    }
}

extension JSONValue {
    /// The schema in one order of its members, without what is said in it for people.
    fileprivate var withoutWords: JSONValue {
        switch self {
        case .object(let members):
            .object(
                members.filter { $0.name != "title" && $0.name != "description" }
                    .map { JSONMember($0.name, $0.value.withoutWords) }.sorted { $0.name < $1.name })
        case .array(let values): .array(values.map(\.withoutWords))
        default: self
        }
    }
}
