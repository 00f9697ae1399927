public import JSON

/// A trace as it comes from elsewhere, in one of the forms in which a service gives it away: a run's JSON, a trace's
/// JSON, or a run's stream of events.
public struct TraceDocument: Sendable {
    /// The trace.
    public let trace: Trace
    /// The run's other members, if the document is a run's, or a stream that tells of its end.
    public let run: JSONValue?

    /// Why a document is none of these.
    public struct Failure: Error, Hashable, CustomStringConvertible {
        /// The line of a stream; nil in a JSON document, whose errors name members.
        public let line: Int?
        /// What is wrong, as a sentence.
        public let what: String

        /// `Line 7: The member "thread" cannot be 9: no thread with this id was told of.`
        public var description: String { line.map { "Line \($0): \(what)" } ?? what }
    }

    /// The trace that a document has.
    public init(_ bytes: [UInt8]) throws(Failure) {
        // A byte order mark says nothing about bytes; both JSON's readers and those of streams ignore it.
        let bytes = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? Array(bytes.dropFirst(3)) : bytes
        guard bytes.contains(where: { !($0 == 0x20 || (0x09...0x0d).contains($0)) }) else {
            throw Failure(line: nil, what: "There is nothing in it.")
        }
        if Self.isStream(bytes) { try self.init(stream: bytes) } else { try self.init(json: bytes) }
    }

    private init(json bytes: [UInt8]) throws(Failure) {
        let json: JSONValue
        do throws(JSONError) { json = try JSONParser.parse(bytes) } catch {
            let isObject = bytes.first { $0 > 0x20 } == UInt8(ascii: "{")
            throw isObject
                ? Failure(line: nil, what: error.description)
                : Failure(line: 1, what: "This is neither JSON nor a stream of events.")
        }
        guard case .object = json else {
            throw Failure(line: nil, what: "A run or a trace is an object, not \(json.article).")
        }
        do throws(JSONError) { try self.init(json: json) } catch {
            throw Failure(line: nil, what: error.description)
        }
    }

    /// Whether the first line that is not empty is one of a stream: a field's name and a colon, or a comment. No JSON begins so.
    private static func isStream(_ bytes: [UInt8]) -> Bool {
        let line = bytes.drop { $0 == 0x0a || $0 == 0x0d }
        return line.first == UInt8(ascii: ":")
            || ["event", "data", "id", "retry"].contains { line.starts(with: "\($0):".utf8) }
    }

    private init(json: JSONValue) throws(JSONError) {
        if json["trace"] != nil {
            do throws(JSONError) { trace = try Trace(json: json.member("trace")) } catch {
                throw error.inside("trace")
            }
            try trace.expectThreads(interruptedIn: json)
            run = json
        } else {
            // Asked for first, so that what is neither a run nor a trace is told that it has no events.
            _ = try json.member("events")
            trace = try Trace(json: json)
            run = nil
        }
    }

    private init(stream bytes: [UInt8]) throws(Failure) {
        var assembler = TraceAssembler()
        var run: JSONValue?
        let messages = EventStream(bytes).messages
        if messages.isEmpty {
            throw Failure(line: 1, what: "The stream ends within its first message.")
        }
        for message in messages {
            let piece = TraceAssembler.Piece(rawValue: message.name)
            if piece == nil, message.name != "run" {
                throw Failure(
                    line: message.line,
                    what: "A message is a thread, an object, an event or the run, not \"\(message.name)\".")
            }
            do throws(JSONError) {
                let json = try JSONParser.parse(message.data)
                if let piece {
                    try assembler.add(piece, json)
                } else {
                    try assembler.trace.expectThreads(interruptedIn: json)
                    run = json
                }
            } catch {
                throw Failure(line: message.line, what: error.description)
            }
        }
        (trace, self.run) = (assembler.trace, run)
    }
}

extension Trace {
    /// Looks at the threads that a run's watchdog names, if it acted.
    fileprivate func expectThreads(interruptedIn run: JSONValue) throws(JSONError) {
        guard let watchdog = run["watchdog"], watchdog["interrupted"] != nil else { return }
        do throws(JSONError) {
            for named in NamedThread.list("interrupted", try watchdog.integers("interrupted"))
            where !threads.contains(where: { $0.id == named.thread }) { throw named.isUnknown }
        } catch {
            throw error.inside("watchdog")
        }
    }
}
