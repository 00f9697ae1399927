import Events
import Scheduling
import Threading

/// Why less is claimed than that everything was tried, although nothing is left to explore: at which lines threads were held
/// back that looked in vain, and where an execution was cut.
struct Bounds {
    /// Whether anything of the kind has happened.
    private(set) var isReached = false
    private var pending: [String] = []
    private var lines: Set<Line> = []
    private var told: Set<Reason> = []

    /// Where threads are held back. One sentence is enough for all that come there.
    private struct Line: Hashable {
        let object: ObjectID
        let action: Action
        let line: UInt
    }

    /// What is told once, of the first execution in which it happened.
    private enum Reason {
        case cut, lookBesideStarts, endBeforeDaemon, threadLimit
    }

    /// How many sentences there are at most.
    static let limit = 16

    /// Takes note that a candidate was made to wait until something changes, or left out where nothing had.
    mutating func noteHeldBack(_ candidate: Candidate) {
        isReached = true
        guard lines.count < Self.limit else { return }
        let footprint = Footprint(of: candidate)
        let line = Line(object: footprint.object, action: footprint.action, line: candidate.line)
        guard lines.insert(line).inserted else { return }
        pending.append(
            lines.count < Self.limit
                ? "\(NextAction(candidate).description): held back after it had been done in vain over and over, until "
                    + "something changes."
                : "Others were held back as well.")
    }

    /// Takes note that an execution was cut.
    ///
    /// - Parameter candidates: those who would have gone on.
    mutating func noteCut(
        after steps: ContiguousArray<Execution.Step>, of candidates: ContiguousArray<Candidate>
    ) {
        guard isFirst(.cut) else { return }
        let active = Set(steps.suffix(min(steps.count / 2, Self.longestRound)).map(\.footprint.thread))
        let turning = candidates.filter { $0.isReady && active.contains($0.thread) }
        let rest = turning.prefix(Self.limit).map { NextAction($0).description }.joined(separator: "; ")
        pending.append(
            "An execution was cut after \(steps.count) steps, in which these go round: "
                + (rest.isEmpty ? "none." : "\(rest)\(turning.count > Self.limit ? "; and others" : "")."))
    }

    /// Takes note that a thread looked at all threads while another started some.
    mutating func noteLookBesideStarts() {
        guard isFirst(.lookBesideStarts) else { return }
        pending.append(
            "A thread looked at all threads (enumerate, activeCount) while another started some: not every order of the two "
                + "was tried, as bruteForce does.")
    }

    /// Takes note that a run ended when a daemon could have gone on.
    mutating func noteEndBefore(_ daemon: Candidate) {
        guard isFirst(.endBeforeDaemon) else { return }
        pending.append(
            "\(daemon.threadName), a daemon, could have gone on when the last other thread had ended: what an error would come "
                + "to that leaves it before was not tried in every order, as bruteForce does.")
    }

    /// Takes note that a start was refused, as too many threads were alive.
    mutating func noteThreadLimit(_ limit: Int) {
        guard isFirst(.threadLimit) else { return }
        pending.append(
            "A thread was refused its start, as \(limit) others were alive: that one of them may have ended before was not "
                + "tried.")
    }

    private mutating func isFirst(_ reason: Reason) -> Bool {
        isReached = true
        return told.insert(reason).inserted
    }

    /// Of how many of the last steps it is told who made them.
    private static let longestRound = 1_000

    /// The sentences that have not been taken yet.
    mutating func take() -> [String] {
        if pending.isEmpty { return [] }
        defer { pending = [] }
        return pending
    }
}
