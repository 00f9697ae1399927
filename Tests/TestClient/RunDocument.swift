import FoundationEssentials
package import JSON

/// A run as a client reads it: the names of `docs/trace-format.md`, written down a second time, so that the writer
/// is checked against something other than itself.
package struct RunDocument: Decodable, Sendable {
    package let id: String
    package let scenario: String
    package let engine: String
    package let status: String
    package let parameters: JSONValue
    package let seed: Int
    package let createdAt: String
    package let durationNs: Int?
    package let outcome: JSONValue?
    package let expected: Bool?
    package let error: String?
    package let findings: [Finding]
    package let watchdog: Watchdog?
    package let output: [Line]
    package let trace: Trace

    package struct Finding: Decodable, Sendable {
        package let kind: String
        package let message: String
        package let threads: [Int]
        package let objects: [Int]
        package let events: [Int]
        package let cycle: [Link]?
        package let form: String?
        package let count: Int?
        package let predicted: Bool?
    }

    package struct Link: Decodable, Sendable, Hashable {
        package let thread: Int
        package let holds: [Int]
        package let waitsFor: Int
    }

    package struct Watchdog: Decodable, Sendable {
        package let timeoutNs: Int
        package let reason: String
        package let atNs: Int
        package let interrupted: [Int]
    }

    package struct Line: Decodable, Sendable {
        package let atNs: Int
        package let thread: Int
        package let text: String
    }

    package struct Trace: Decodable, Sendable {
        package let threads: [Thread]
        package let objects: [Object]
        package let events: [Event]
        package let truncated: Int
    }

    package struct Thread: Decodable, Sendable {
        package let id: Int
        package let name: String
        package let parent: Int?
        package let daemon: Bool
        package let pid: Int
        package let tid: Int?
    }

    package struct Object: Decodable, Sendable {
        package let id: Int
        package let kind: String
        package let name: String
    }

    package struct Event: Decodable, Sendable {
        package let seq: Int
        package let atNs: Int
        package let thread: Int
        package let action: String
        package let object: Int?
        package let phase: String
        package let source: String?
        package let state: JSONValue?
        package let value: JSONValue?
    }

    /// Reads a run from its JSON.
    package init(json: [UInt8]) throws {
        self = try JSONDecoder().decode(RunDocument.self, from: Data(json))
    }

    /// The name of the thread with this id; nil if the trace lists none.
    package func thread(_ id: Int) -> String? { trace.threads.first { $0.id == id }?.name }

    /// The object with this id; nil if the trace lists none.
    package func object(_ id: Int) -> Object? { trace.objects.first { $0.id == id } }

    /// The events of one object, by its name, with an action and a phase.
    package func events(on name: String, _ actions: Set<String>, _ phase: String = "done") -> [Event] {
        let ids = Set(trace.objects.filter { $0.name == name }.map(\.id))
        return trace.events.filter { event in
            event.object.map(ids.contains) ?? false && actions.contains(event.action) && event.phase == phase
        }
    }
}
