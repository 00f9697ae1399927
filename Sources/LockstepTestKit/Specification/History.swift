/// What threads asked of an object and were answered, and when: the history of one execution.
///
/// It is kept in plain memory, as an execution stays on one thread of the operating system: to write it is no step, so
/// that it adds no interleavings.
public final class History<Model: SequentialModel>: @unchecked Sendable {
    private var calls: [Call] = []
    private var time = 0

    private struct Call {
        let thread: Int
        let operation: Model.Operation
        let invoked: Int
        var returned: Int?
        var answer: Answer?
    }

    /// A history in which nothing has been asked.
    public init() {}

    /// Takes note that a thread asks something, and gives the call's number.
    public func invoke(_ operation: Model.Operation, by thread: Int) -> Int {
        time += 1
        calls.append(Call(thread: thread, operation: operation, invoked: time))
        return calls.count - 1
    }

    /// Takes note of a call's answer.
    public func answer(_ call: Int, _ answer: Answer) {
        time += 1
        calls[call].answer = answer
        calls[call].returned = time
    }

    /// Whether there is an order of the calls in which the model answers the same, each call coming before those that
    /// were made after it had returned, and after which those that never returned have to wait (Herlihy and Wing:
    /// "Linearizability", 1990; the search is that of Wing and Gong, 1993).
    public func isLinearizable(from model: Model) -> Bool {
        isLinearizable(from: model, left: Array(calls.indices))
    }

    private func isLinearizable(from model: Model, left: [Int]) -> Bool {
        let returned = left.filter { calls[$0].answer != nil }
        guard let earliest = returned.compactMap({ calls[$0].returned }).min() else {
            return left.allSatisfy { model.answers(to: calls[$0].operation, by: calls[$0].thread).isEmpty }
        }
        return returned.contains { call in
            guard calls[call].invoked < earliest else { return false }
            return model.answers(to: calls[call].operation, by: calls[call].thread).contains { answer, next in
                answer == calls[call].answer
                    && isLinearizable(from: next, left: left.filter { $0 != call })
            }
        }
    }
}

extension History: CustomStringConvertible {
    /// A line a call.
    public var description: String {
        calls.map { call in
            let end = call.returned.map { "\($0)" } ?? "never"
            let answer = call.answer.map { "\($0)" } ?? "no answer"
            return "thread \(call.thread) \(call.operation): \(answer), from \(call.invoked) to \(end)"
        }.joined(separator: "\n")
    }
}

/// The histories of all executions of one exploration.
final class Histories<Model: SequentialModel>: @unchecked Sendable {  // an exploration stays on one thread
    private(set) var all: [History<Model>] = []

    func begin() -> History<Model> {
        let history = History<Model>()
        all.append(history)
        return history
    }
}
