import Exploration
public import Scheduling

/// What an object does if threads use it one operation at a time: a plain value, without a thread, naive on purpose.
public protocol SequentialModel: Hashable, Sendable {
    /// What threads can ask.
    associatedtype Operation: Hashable, Sendable

    /// What an operation may answer now, each answer with the state after it; none if it has to wait.
    ///
    /// An operation with a timeout answers `.timedOut` where one without would have to wait, and only there.
    func answers(to operation: Operation, by thread: Int) -> [(answer: Answer, next: Self)]
}

/// What an operation gives back.
public enum Answer: Hashable, Sendable {
    /// Nothing, but it was done.
    case done
    /// Yes or no.
    case flag(Bool)
    /// A value.
    case item(Int)
    /// The operation was a misuse, or came too late.
    case refused
    /// The time to wait was up.
    case timedOut
}

extension SequentialModel {
    /// An answer that leaves the state as it is.
    public func keeping(_ answer: Answer) -> [(answer: Answer, next: Self)] { [(answer, self)] }

    /// An answer, and what it does to the state.
    public func changing(_ answer: Answer = .done, _ change: (inout Self) -> Void) -> [(
        answer: Answer, next: Self
    )] {
        var next = self
        change(&next)
        return [(answer, next)]
    }

    /// The answers of an operation that can happen now or else must wait.
    public func waiting(
        isTimed: Bool, unless isPossible: Bool, _ answers: () -> [(answer: Answer, next: Self)]
    ) -> [(answer: Answer, next: Self)] {
        isPossible ? answers() : isTimed ? keeping(.timedOut) : []
    }

    /// All ends that a program can come to if its operations are done one at a time, in any order that keeps each
    /// thread's own: what every thread was answered, and last what `closing` answers when all have ended.
    public func ends(of program: [[Operation]], closing: [Operation]) -> Set<Ending<[[Answer]]>> {
        var ends: Set<Ending<[[Answer]]>> = []
        var seen: Set<Situation<Self>> = []
        var open = [Situation(model: self, answers: program.map { _ in [] })]
        while let situation = open.popLast() {
            guard seen.insert(situation).inserted else { continue }
            let left = program.indices.filter { situation.answers[$0].count < program[$0].count }
            let next = left.flatMap { thread in
                situation.model.answers(to: program[thread][situation.answers[thread].count], by: thread)
                    .map { answer, next in
                        var answers = situation.answers
                        answers[thread].append(answer)
                        return Situation(model: next, answers: answers)
                    }
            }
            if left.isEmpty {
                ends.insert(.completed(situation.answers + [situation.model.closed(by: closing)]))
            } else if next.isEmpty {
                ends.insert(.deadlock)
            }
            open += next
        }
        return ends
    }

    /// What a thread of its own is answered at the end, by operations that have one answer each.
    private func closed(by operations: [Operation]) -> [Answer] {
        var (model, answers) = (self, [Answer]())
        for operation in operations {
            guard let only = model.answers(to: operation, by: -1).first else { return answers }
            answers.append(only.answer)
            model = only.next
        }
        return answers
    }
}

/// How far a program is.
private struct Situation<Model: SequentialModel>: Hashable {
    let model: Model
    let answers: [[Answer]]
}
