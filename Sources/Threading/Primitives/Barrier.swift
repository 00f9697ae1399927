package import Events

/// A meeting point for a fixed number of threads, as Python's `threading.Barrier`: nobody passes until all have
/// come, and then it is ready for the next phase.
///
/// | Python | here |
/// |---|---|
/// | `Barrier(parties, action, timeout)` | `Barrier(parties, timeout:action:)` |
/// | `wait(timeout)`, `reset()`, `abort()` | `wait(timeout:)`, `reset()`, `abort()` |
/// | `parties`, `n_waiting`, `broken` | `parties`, `waiting`, `isBroken` |
public final class Barrier: Sendable {
    /// How many threads meet.
    public let parties: Int
    private let timeout: Duration?
    private let action: (@Sendable () throws -> Void)?
    package let state: Guarded<BarrierState>

    /// A barrier for a number of threads.
    ///
    /// - Parameters:
    ///   - parties: how many threads, one or more.
    ///   - timeout: how long a wait may last that names no time of its own.
    ///   - action: what the last to arrive does before it lets all pass, and nobody's time runs out meanwhile; if it throws,
    ///     the barrier breaks.
    /// - Throws: `ArgumentError` if there are no parties.
    public init(
        _ parties: Int, timeout: Duration? = nil, name: String? = nil,
        action: (@Sendable () throws -> Void)? = nil
    ) throws(ArgumentError) {
        self.parties = try ArgumentError.check(
            parties, isIn: 1 ... .max, as: "parties", of: name ?? "a barrier")
        self.timeout = timeout
        self.action = action
        state = Guarded(BarrierState(parties: parties), name: name)
    }

    /// Its name in traces and messages.
    public var name: String { state.name }

    /// Waits until all parties have come.
    ///
    /// - Parameter timeout: how long to wait at most; a wait that lasts longer breaks the barrier for all.
    /// - Returns: how many had come before, from 0 to `parties - 1`.
    /// - Throws: `BarrierError.broken` if the barrier is or becomes broken or is reset; `.interrupted`, which
    ///   breaks it; or what the action throws.
    @discardableResult
    public func wait(
        timeout: Duration? = nil, file: StaticString = #fileID, line: UInt = #line
    ) throws -> Int {
        let arrival = try arrive(file: file, line: line)
        guard arrival.isLast else {
            try pass(arrival.phase, within: timeout ?? self.timeout, file: file, line: line)
            return arrival.index
        }
        do { try action?() } catch {
            state.perform(.abort, waking: .all, file: file, line: line) { $0.fail(arrival.phase) }
            throw error
        }
        state.perform(.set, waking: .all, file: file, line: line) { $0.trip(arrival.phase) }
        return arrival.index
    }

    /// Breaks the barrier: those who wait, and those who come, get an error, until `reset()`. Never blocks.
    ///
    /// Once all have come, the last of them is past the barrier whatever happens, and the others stay until its action is
    /// done: then they get the error.
    public func abort(file: StaticString = #fileID, line: UInt = #line) {
        state.perform(.abort, waking: .all, file: file, line: line) { $0.abort() }
    }

    /// Makes the barrier new: those who wait get an error, and those who come wait again. Never blocks.
    ///
    /// Once all have come it does nothing, as they pass; unless the barrier was broken since.
    public func reset(file: StaticString = #fileID, line: UInt = #line) {
        state.perform(.reset, waking: .all, file: file, line: line) { $0.reset() }
    }

    /// How many wait now; none do if it is broken, even if some have yet to notice.
    public var waiting: Int {
        state.perform(.inspect, file: nowhere, line: 0) { $0.isBroken ? 0 : $0.waiting }
    }

    /// Whether the barrier is broken now.
    public var isBroken: Bool { state.perform(.inspect, file: nowhere, line: 0) { $0.isBroken } }

    private func arrive(file: StaticString, line: UInt) throws(BarrierError) -> BarrierState.Arrival {
        // Not possible between the coming of the last and the end of its action: one more would be taken for one of
        // those who wait, and would pass in the place of one of them.
        let arrival = try state.perform(
            .arrive, file: file, line: line, value: { .integer($0.index) },
            when: { $0.acting == nil || $0.isBroken }
        ) { (state) throws(BarrierError) in
            guard !state.isBroken else { throw .broken(barrier: name) }
            return state.arrive()
        }
        guard let arrival else { preconditionFailure("an action without a deadline cannot time out") }
        return arrival
    }

    private func pass(
        _ phase: Int, within timeout: Duration?, file: StaticString, line: UInt
    ) throws(BarrierError) {
        let passes: Bool?
        do {
            passes =
                try leave(phase, within: timeout, file: file, line: line)
                ?? giveUp(phase, file: file, line: line)
                ?? leave(phase, within: nil, file: file, line: line)
        } catch {
            state.perform(.abort, waking: .all, file: file, line: line) { $0.quit(phase) }
            throw .interrupted
        }
        guard passes == true else { throw .broken(barrier: name) }
    }

    /// Waits until a phase is over, and says whether it ended well; nil if the time was up.
    private func leave(
        _ phase: Int, within timeout: Duration?, file: StaticString, line: UInt
    ) throws(Interrupted) -> Bool? {
        try state.perform(
            .wait, within: timeout, waking: .all, file: file, line: line, when: { $0.isOver(phase) }
        ) { $0.leave(phase) }
    }

    /// Ends the wait of a thread whose time is up, and breaks the barrier. Should the phase have ended since, nothing
    /// breaks: the next phase has begun, and is none of its business. Nor if all have come: then the time does not
    /// matter any more, however long the action takes.
    ///
    /// - Returns: whether the phase ended well; nil if it is about to end.
    private func giveUp(_ phase: Int, file: StaticString, line: UInt) -> Bool? {
        do throws(BarrierState.TooLate) {
            try state.perform(.abort, waking: .all, file: file, line: line) {
                (state) throws(BarrierState.TooLate) in try state.giveUp(phase)
            }
            return false
        } catch {
            switch error {
            case .phaseIsOver(let well): return well
            case .allHaveCome: return nil
            }
        }
    }
}

/// The state of a barrier. Phases are numbered; a phase that is over stays known until all who waited for it have
/// left, so that a fast thread's next phase cannot be taken for the last one.
package struct BarrierState: GuardedState, Hashable {
    package static var kind: ObjectKind { .barrier }
    package let parties: Int
    package private(set) var waiting = 0
    package private(set) var phase = 0
    package private(set) var isBroken = false
    /// The phase to which all have come, and whose last party is not done with its action.
    package private(set) var acting: Int?
    private var ended: [Int: Ended] = [:]

    package init(parties: Int) { self.parties = parties }

    package struct Arrival: Hashable {
        package let phase: Int
        package let index: Int
        package let isLast: Bool
    }

    /// How a phase ended, and how many of those who waited for it have not left yet.
    private struct Ended: Hashable {
        let well: Bool
        var remaining: Int
    }

    /// What a thread that gives up finds if it comes too late to break anything.
    package enum TooLate: Error, Hashable {
        case phaseIsOver(well: Bool)
        case allHaveCome
    }

    package mutating func arrive() -> Arrival {
        let isLast = waiting == parties - 1
        defer { waiting += 1 }
        if isLast { acting = phase }
        return Arrival(phase: phase, index: waiting, isLast: isLast)
    }

    /// Lets everyone pass, unless the barrier was broken or reset since the last one arrived, who calls this and passes
    /// in any case.
    package mutating func trip(_ phase: Int) {
        acting = nil
        if isBroken || ended[phase] != nil {
            _ = leave(phase)
        } else {
            end(well: true, remaining: waiting - 1)
        }
    }

    /// Ends the phase of the one who came last, and whose action has failed.
    package mutating func fail(_ phase: Int) {
        acting = nil
        quit(phase)
    }

    package mutating func abort() { isBroken = true }

    package mutating func reset() {
        // Who has come to a full barrier is past it.
        if acting == phase, !isBroken { return }
        isBroken = false
        end(well: false, remaining: waiting)
    }

    private mutating func end(well: Bool, remaining: Int) {
        if remaining > 0 { ended[phase] = Ended(well: well, remaining: remaining) }
        phase += 1
        waiting = 0
    }

    package func isOver(_ phase: Int) -> Bool {
        acting != phase && (isBroken || ended[phase] != nil)
    }

    /// Ends one thread's wait for a phase, and says whether it may pass.
    package mutating func leave(_ phase: Int) -> Bool {
        guard let end = ended[phase] else {
            waiting -= 1
            return false
        }
        ended[phase] = end.remaining == 1 ? nil : Ended(well: end.well, remaining: end.remaining - 1)
        return end.well
    }

    /// Ends one thread's wait for a phase, and breaks the barrier unless all have come or the phase is over.
    package mutating func giveUp(_ phase: Int) throws(TooLate) {
        if acting == phase { throw .allHaveCome }
        if isOver(phase) { throw .phaseIsOver(well: leave(phase)) }
        quit(phase)
    }

    /// Ends one thread's wait for a phase at once, and breaks the barrier unless the phase has its end.
    package mutating func quit(_ phase: Int) {
        if ended[phase] == nil { isBroken = true }
        _ = leave(phase)
    }

    /// Who passes leaves, and the others do not notice.
    package func commute(_ first: Action, _ second: Action) -> Bool {
        first == second && first.isLook(or: .wait)
    }

    package var shown: ObjectState {
        .barrier(waiting: waiting, parties: parties, phase: phase, isBroken: isBroken)
    }
}

/// Why a wait at a barrier fails.
public enum BarrierError: InterruptibleError, Hashable, CustomStringConvertible {
    /// A party gave up, or the barrier was aborted or reset.
    case broken(barrier: String)
    /// The calling thread was interrupted.
    case interrupted

    /// What went wrong, as a sentence.
    public var description: String {
        switch self {
        case .broken(let barrier): "\(barrier) is broken: a party gave up, or it was aborted or reset."
        case .interrupted: Interrupted.interrupted.description
        }
    }
}
