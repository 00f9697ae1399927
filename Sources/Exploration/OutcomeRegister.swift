import Threading

/// Gives each distinct outcome a number. The search works with numbers only: it meets the same few outcomes a million
/// times, and, not being generic, is compiled once.
///
/// Where there are a million outcomes, it keeps those that are listed; of the others, only whether they are correct.
final class OutcomeRegister<Outcome: Hashable & Sendable>: Sendable {
    private enum Entry {
        case kept(Outcome)
        case forgotten(isCorrect: Bool)
    }

    private let judge: @Sendable (Outcome) -> Bool
    private let known = Locked<(entries: [Entry], numbers: [Outcome: Int])>(([], [:]))

    init(isCorrect: @escaping @Sendable (Outcome) -> Bool) { judge = isCorrect }

    func number(of outcome: Outcome) -> Int {
        known.withLock { known in
            if let number = known.numbers[outcome] { return number }
            known.numbers[outcome] = known.entries.count
            known.entries.append(.kept(outcome))
            return known.entries.count - 1
        }
    }

    /// Whether it is as it should be. Another worker may have come to the same outcome, and have had it forgotten.
    func isCorrect(_ number: Int) -> Bool {
        switch known.withLock({ $0.entries[number] }) {
        case .kept(let outcome): judge(outcome)
        case .forgotten(let isCorrect): isCorrect
        }
    }

    /// Lets go of an outcome that nobody will ask for. Whoever comes to it again is given another number.
    func forget(_ number: Int) {
        let isCorrect = isCorrect(number)
        known.withLock { known in
            guard case .kept(let outcome) = known.entries[number] else { return }
            known.numbers[outcome] = nil
            known.entries[number] = .forgotten(isCorrect: isCorrect)
        }
    }

    /// One that has not been forgotten.
    func outcome(_ number: Int) -> Outcome {
        guard case .kept(let outcome) = known.withLock({ $0.entries[number] }) else {
            preconditionFailure("an outcome that is listed has been forgotten")
        }
        return outcome
    }
}
