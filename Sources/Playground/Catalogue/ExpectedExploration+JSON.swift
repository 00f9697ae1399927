public import Exploration
public import JSON
public import Scenarios

extension ExpectedExploration {
    /// What an exploration must claim.
    public var verdict: Verdict { isProof ? .proved : .failed }

    /// Writes it as one JSON object, which has the form of an exploration as far as it goes.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.member("parameters", parameters)
            $0.member("verdict", verdict.rawValue)
            $0.name("outcomes")
            $0.array(ends) { $1.write(to: &$0) }
        }
    }
}

extension ExpectedEnd {
    /// How a run ends so.
    public var status: JobStatus { ending.parts.status }

    /// What the program returns; nil unless it completes.
    public var outcome: JSONValue? { ending.parts.outcome }

    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.member("status", status.rawValue)
            $0.member("outcome", outcome ?? .null)
            $0.member("error", ending.parts.error)
            $0.member("correct", JSONValue.bool(isCorrect))
        }
    }
}
