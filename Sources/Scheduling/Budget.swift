import CThreading
import Synchronization
import Threading

/// How much may still be spent on something: until when, how many executions, and whether anybody wants it at all.
///
/// It is passed down to whatever takes time, and looked at there; what somebody leaves out for its sake, they note in
/// it. A part of a budget ends when the whole does. Any thread may use it.
public final class Budget: Sendable {
    /// When the time is up, in nanoseconds of the monotonic clock.
    public let deadline: Int64
    /// How many executions there may be at most.
    public let executions: Int
    private let whole: Budget?
    private let cancellation = Synchronization.Atomic<Bool>(false)
    private let state = Locked(State())

    private struct State {
        var cuts: [Cut] = []
        var reactions: [Int: @Sendable () -> Void] = [:]
        var count = 0
    }

    /// What was left out because the budget was spent.
    public struct Cut: Sendable, Hashable {
        /// What, as a sentence.
        public let sentence: String

        /// Something that was left out.
        public init(_ sentence: String) { self.sentence = sentence }
    }

    /// A budget of so much time from now on, and so many executions.
    public convenience init(_ time: Duration, executions: Int = .max) {
        self.init(deadline: Budget.now + time.nanoseconds, executions: executions, whole: nil)
    }

    /// A budget that is only spent when it is cancelled.
    public convenience init() { self.init(deadline: .max, executions: .max, whole: nil) }

    private init(deadline: Int64, executions: Int, whole: Budget?) {
        self.deadline = deadline
        self.executions = executions
        self.whole = whole
    }

    /// A part of it: so much of the time that is left, from 0 to 1, but no longer than a time, and no more executions than
    /// so many.
    public func part(
        _ share: Double = 1, atMost time: Duration? = nil, executions limit: Int = .max
    ) -> Budget {
        let now = Budget.now
        let left = deadline == .max ? .max : Int64(Double(max(0, deadline - now)) * share)
        let length = min(left, time?.nanoseconds ?? .max)
        return Budget(
            deadline: length == .max ? .max : now + length, executions: min(executions, limit), whole: self)
    }

    /// A part of it that leaves so much time, but no larger a share of what is left than that, from 0 to 1.
    public func leaving(_ time: Duration, atMost share: Double) -> Budget {
        if deadline == .max { return part() }
        let left = max(0, deadline - Budget.now)
        return part(1, atMost: .nanoseconds(left - min(time.nanoseconds, Int64(Double(left) * share))))
    }

    /// Nanoseconds of the clock by which budgets go, which is the monotonic one.
    public static var now: Int64 { lockstep_monotonic_ns() }

    /// How much time is left; zero if none is.
    public var timeLeft: Duration { .nanoseconds(max(0, deadline - Budget.now)) }

    /// Whether the time is up, or nobody wants more.
    public var isSpent: Bool { isCancelled || isLate }

    /// Whether the time is up.
    public var isLate: Bool { Budget.now >= deadline }

    // MARK: Cancelling

    /// Whether nobody wants more, of it or of the whole.
    public var isCancelled: Bool {
        cancellation.load(ordering: .relaxed) || whole?.isCancelled ?? false
    }

    /// Says that nobody wants more. Whoever sleeps for its sake is woken.
    public func cancel() {
        let reactions = state.withLock { state in
            cancellation.store(true, ordering: .relaxed)
            defer { state.reactions = [:] }
            return state.reactions.values
        }
        for react in reactions { react() }
    }

    /// Has a function called when it is cancelled, or at once if it has been, for as long as `body` takes.
    ///
    /// - Parameter react: called by whoever cancels; must neither block nor use the budget.
    public func whileReacting<Output, Failure: Error>(
        by react: @escaping @Sendable () -> Void, _ body: () throws(Failure) -> Output
    ) throws(Failure) -> Output {
        // Whoever cancels the whole cancels the part.
        let root = root
        let place = root.state.withLock { state -> Int? in
            if root.cancellation.load(ordering: .relaxed) { return nil }
            state.count += 1
            state.reactions[state.count] = react
            return state.count
        }
        guard let place else {
            react()
            return try body()
        }
        defer { root.state.withLock { _ = $0.reactions.removeValue(forKey: place) } }
        return try body()
    }

    private var root: Budget {
        var root = self
        while let whole = root.whole { root = whole }
        return root
    }

    // MARK: What was left out

    /// Takes note of something that was left out; of the same thing, once.
    public func note(_ cut: Cut) {
        root.state.withLock { if !$0.cuts.contains(cut) { $0.cuts.append(cut) } }
    }

    /// What was left out so far, of it and of all other parts of the whole.
    public var cuts: [Cut] { root.state.withLock(\.cuts) }
}
