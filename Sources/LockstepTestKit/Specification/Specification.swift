import Exploration
import Threading

/// A primitive, and the model that it must not be told from.
///
/// Two things are checked, and they need different searches.
///
/// *Results.* Under `exhaustive`, one execution stands for all that differ only in the order of steps that commute. All
/// of them have the same answers, thread by thread, and the same state at the end; but the order in which operations of
/// different threads begin and return is that of the one which happened to be run, and says nothing about the others.
/// So only answers are compared: the ends that the exploration finds must be exactly those that the model has in some
/// order of the operations that keeps each thread's own. None more: nothing happens that the model does not allow. None
/// less: nothing that the model allows is ruled out, so that a proof about a program holds for any implementation.
///
/// *Order.* That an operation takes effect between its call and its return can be told only where every order is run:
/// under `bruteForce`. Each call there is preceded by a step on a variable of the thread's own, so that any time can pass
/// between one operation's return and the next one's call. Each execution's history must be linearizable.
public struct Specification<Model: SequentialModel>: Sendable {
    /// What the primitive is called.
    public let name: String
    /// The model, before anything was done.
    public let model: Model
    /// What threads do: each a few operations in a row, mostly one.
    public let alphabet: [[Model.Operation]]
    /// What is asked when all have ended, to tell the last state.
    public let closing: [Model.Operation]
    /// Makes the primitive, and gives a function that does an operation on it.
    public let make: @Sendable () throws -> @Sendable (Model.Operation) throws -> Answer

    /// What each thread does.
    public typealias Program = [[Model.Operation]]

    /// A specification by a model.
    ///
    /// - Parameters:
    ///   - alphabet: what threads do: each a few operations in a row, mostly one.
    ///   - closing: what is asked when all have ended, to tell the last state.
    ///   - make: makes the primitive, and gives a function that does an operation on it.
    public init(
        name: String, model: Model, alphabet: [[Model.Operation]], closing: [Model.Operation] = [],
        make: @escaping @Sendable () throws -> @Sendable (Model.Operation) throws -> Answer
    ) {
        self.name = name
        self.model = model
        self.alphabet = alphabet
        self.closing = closing
        self.make = make
    }

    /// All programs of two threads with at most `length` elements of the alphabet each.
    public func pairs(length: Int) -> [Program] {
        var sequences: [[Model.Operation]] = []
        var longest: [[Model.Operation]] = [[]]
        for _ in 0..<length {
            longest = longest.flatMap { sequence in alphabet.map { sequence + $0 } }
            sequences += longest
        }
        return sequences.indices.flatMap { first in
            sequences[first...].map { [sequences[first], $0] }
        }
    }

    /// Some programs of so many threads with at most `length` elements of the alphabet each.
    public func sample(_ count: Int, threads: Int, length: Int) -> [Program] {
        var generator = SplitMix64(seed: 1)
        return (0..<count).map { _ in
            (0..<threads).map { _ in
                (0..<Int.random(in: 1...length, using: &generator)).flatMap { _ in
                    alphabet.randomElement(using: &generator) ?? []
                }
            }
        }
    }

    /// What is wrong with the results of some programs; nil if nothing is.
    public func fault(inAnyOf programs: [Program]) -> String? {
        for program in programs { if let fault = fault(in: program) { return fault } }
        return nil
    }

    /// A history of some programs that is not linearizable; nil if there is none.
    public func disorder(inAnyOf programs: [Program]) -> String? {
        for program in programs { if let disorder = disorder(in: program) { return disorder } }
        return nil
    }

    /// What is wrong with the results of a program; nil if nothing is.
    public func fault(in program: Program) -> String? {
        let expected = model.ends(of: program, closing: closing)
        let report = explore(seeksCauses: false) { try run(program) }
        if let error = report.error { return "\(program): \(error)" }
        if report.endSet == expected && report.isComplete { return nil }
        return """
            \(program)
            possible, but not allowed: \(report.endSet.subtracting(expected))
            allowed, but not possible: \(expected.subtracting(report.endSet))
            """
    }

    private static func runAll(_ bodies: [@Sendable () throws -> Void]) throws {
        let threads = bodies.map { Thread($0) }
        for thread in threads { try thread.start() }
        for thread in threads { try thread.join() }
    }

    private func run(_ program: Program) throws -> [[Answer]] {
        let perform = try make()
        let answers = (program + [closing]).map { _ in Answers() }
        try Self.runAll(
            zip(program, answers).map { operations, answers in
                { @Sendable in for operation in operations { answers.all.append(try perform(operation)) } }
            })
        for operation in closing { answers[program.count].all.append(try perform(operation)) }
        return answers.map(\.all)
    }

    /// A history of a program that is not linearizable; nil if there is none.
    public func disorder(in program: Program) -> String? {
        let histories = Histories<Model>()
        let report = explore(.bruteForce, seeksCauses: false) { () -> Int in
            let (perform, history) = try (make(), histories.begin())
            try Self.runAll(
                program.indices.map { thread in
                    let own = Shared(0)
                    return {
                        for operation in program[thread] {
                            _ = try own.read()
                            let call = history.invoke(operation, by: thread)
                            history.answer(call, try perform(operation))
                        }
                    }
                })
            return 0
        }
        guard report.isComplete && histories.all.count >= report.executions else {
            return "\(program): not explored: \(report.error ?? "too large")"
        }
        return histories.all.first { !$0.isLinearizable(from: model) }?.description
    }
}

/// What one thread was answered. Only that thread writes it.
private final class Answers: @unchecked Sendable {
    var all: [Answer] = []
}
