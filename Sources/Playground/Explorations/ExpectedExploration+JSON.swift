public import Exploration
public import Scenarios
public import Tracing

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
    public var status: RunStatus {
        switch ending {
        case .completed: .completed
        case .deadlocked: .deadlocked
        }
    }

    /// What the program returns; nil unless it completes.
    public var outcome: JSONValue? {
        switch ending {
        case .completed(let outcome): outcome.json
        case .deadlocked: nil
        }
    }

    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.member("status", status.rawValue)
            $0.member("outcome", outcome ?? .null)
            $0.member("correct", JSONValue.bool(isCorrect))
        }
    }
}
