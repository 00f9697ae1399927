import JSON
import Programs
import Scenarios

/// Looks at the fields of a request one after another, and keeps what is wrong with any of them.
struct RequestCheck {
    private var errors: [FieldError] = []

    /// Nothing wrong yet.
    init() {}

    /// What JSON readers that keep numbers as doubles can still tell apart.
    static let seeds = 0...(1 << 53 - 1)

    /// Says that a field is wrong.
    mutating func refuse(_ field: String, _ detail: String) {
        errors.append(FieldError(field: field, detail: detail))
    }

    /// Refuses a number that is not in a range.
    mutating func expect(_ value: Int, in range: ClosedRange<Int>, as field: String) {
        if range.contains(value) { return }
        refuse(field, "must be from \(range.lowerBound) to \(range.upperBound), not \(value).")
    }

    /// The seed that is asked for, or any.
    mutating func seed(_ seed: Int?, as field: String = "seed") -> Int {
        guard let seed else { return Int.random(in: Self.seeds) }
        expect(seed, in: Self.seeds, as: field)
        return seed
    }

    /// The time that is asked for in milliseconds, or else the default.
    mutating func time(_ milliseconds: Int?, atMost longest: Duration, default standard: Duration) -> Duration
    {
        guard let milliseconds else { return standard }
        expect(milliseconds, in: 1...Int(longest / .milliseconds(1)), as: "timeoutMs")
        return .milliseconds(milliseconds)
    }

    /// The case of an enumeration that a text names; nil if it names none of those that there are, or is not there.
    ///
    /// - Parameter place: for what these are all there are, such as ` for this scenario`.
    mutating func name<Name: RawRepresentable<String>>(
        _ text: String?, of names: [Name], as field: String, _ place: String = ""
    ) -> Name? {
        guard let text else { return nil }
        if let found = names.first(where: { $0.rawValue == text }) { return found }
        let list = names.map(\.rawValue).joined(separator: ", ")
        refuse(field, "must be one of \(list)\(place), not \"\(text)\".")
        return nil
    }

    /// The program of a scenario with these parameters, which are looked at last.
    ///
    /// - Throws: `JobError.invalid` with everything that was wrong.
    mutating func program(of scenario: AnyScenario, with parameters: JSONValue) throws(JobError) -> Program {
        do {
            let program = try scenario.prepare(parameters)
            if errors.isEmpty { return program }
        } catch {
            for error in error.errors {
                refuse(error.name.isEmpty ? "parameters" : "parameters.\(error.name)", error.detail)
            }
        }
        throw .invalid(errors)
    }

    /// The scenario of this name.
    static func scenario(named name: String) throws(JobError) -> AnyScenario {
        guard let scenario = Catalogue.scenario(named: name) else { throw .unknownScenario(name) }
        return scenario
    }
}
