import Events
import Threading
import Tracing

/// Locks that threads took in such orders that they could have waited for one another in a circle, though they did not.
/// One finding for each circle of locks.
///
/// The lock graph is Klaus Havelund's Goodlock (2000), with what he and Saddek Bensalem added (2005): the acquires are of
/// different threads, no lock is held during two of them that would keep them apart (a gate lock), and nothing but locks
/// decides their order, so that threads that are started one after the end of another are no false alarm. Whether the
/// trace's own events can be put in an order that ends in the circle is decided by `SyncPreservingClosure`. Where it
/// can, and nobody outside of the circle could open it, the finding is a certain prediction: of a lock that no scoped
/// section holds the trace does not tell whether another thread would have released it in that order. Nor is anything
/// certain if the trace's beginning was dropped, and with it perhaps what keeps the threads apart.
public struct LockOrderInversions: Analysis {
    /// The analysis.
    public init() {}

    /// The inversions. Who has seen the deadlock itself need not be told that it is possible.
    public func findings(in context: AnalysisContext) -> [Finding] {
        let graph = LockGraph(context.lockSections.dependencies)
        let cycles = graph.cycles()
        if cycles.isEmpty { return [] }
        let happened = context.deadlocks.map(\.waitedFor)
        var search = InversionSearch(in: context)
        return cycles.compactMap { cycle in search.inversion(in: graph.candidates(for: cycle)) }
            .map(context.trace.finding)
            .filter { !happened.contains(Set($0.objects)) }
    }
}

extension Finding {
    /// What the threads of a circle wait for.
    fileprivate var waitedFor: Set<ObjectID> {
        switch kind {
        case .deadlock(_, let cycle), .circularWait(let cycle): Set(cycle.map(\.waitsFor))
        case .dataRace, .lostUpdate, .lockOrderInversion, .uncaughtError: []
        }
    }
}

extension Trace {
    fileprivate func finding(_ inversion: Inversion) -> Finding {
        let parts = inversion.steps.map { step in
            "\(name(ofThread: step.thread)) took \(name(ofObject: step.lock))\(place(events[step.event]))"
                + " while it held \(name(ofObject: step.held.lock))\(place(events[step.held.event]))"
        }
        let end =
            inversion.isPredicted
            ? "The same steps in another order end in a deadlock; this time they did not."
            : "In another order they might deadlock; this time they did not."
        return Finding(
            .lockOrderInversion(
                cycle: inversion.steps.map {
                    CycleLink(thread: $0.thread, holds: $0.allHeld, waitsFor: $0.lock)
                }, isPredicted: inversion.isPredicted),
            message: "Lock-order inversion: \(parts.joined(separator: ", and ")). \(end)",
            threads: inversion.steps.map(\.thread), objects: inversion.steps.map(\.held.lock),
            events: inversion.steps.flatMap { [events[$0.held.event].seq, events[$0.event].seq] })
    }
}

/// A circle of acquires that could meet.
struct Inversion {
    /// An acquire of a lock by a thread that holds another, which the thread before wants.
    struct Step {
        let thread: ThreadID
        let lock: ObjectID
        let event: Int
        let held: (lock: ObjectID, event: Int)
        let allHeld: [ObjectID]
    }

    let steps: [Step]
    let isPredicted: Bool
}

/// Looks for acquires that could meet, among all that would close a circle of locks.
private struct InversionSearch {
    /// What cannot come in another order, whoever has which lock first.
    private let order: SynchronizationOrder
    private let emptyClosure: SyncPreservingClosure
    private let trace: Trace
    /// How many combinations of threads may still be looked at, and how many of them examined. The first is the answer
    /// nearly always; where hundreds of threads do the same and something keeps all of them apart, looking at all would
    /// take for ever. An examination may take as long as reading the trace.
    private var looks = 1_000_000
    private var examinations: Int

    init(in context: AnalysisContext) {
        trace = context.trace
        order = context.orderWithoutLocks
        emptyClosure = SyncPreservingClosure(context.lockSections, context.dependences)
        examinations = max(50, 20_000_000 / max(context.trace.events.count, 1))
    }

    /// - Parameter candidates: for each lock of the circle, who took the next one holding it.
    mutating func inversion(in candidates: [LockGraph.Candidates]) -> Inversion? {
        var unpredicted: Inversion?
        let predicted = search(candidates, chosen: [], &unpredicted)
        return predicted ?? unpredicted
    }

    private mutating func search(
        _ candidates: [LockGraph.Candidates], chosen: [LockGraph.Group], _ unpredicted: inout Inversion?
    ) -> Inversion? {
        guard chosen.count < candidates.count else {
            examinations -= 1
            if let events = predictedMeeting(of: chosen) {
                let inversion = inversion(chosen, events, candidates, isPredicted: true)
                if isClosed(inversion) { return inversion }
            }
            if unpredicted == nil, let events = possibleMeeting(of: chosen) {
                unpredicted = inversion(chosen, events, candidates, isPredicted: false)
            }
            return nil
        }
        for group in candidates[chosen.count].groups where looks > 0 && examinations > 0 {
            looks -= 1
            let isApart = chosen.allSatisfy { other in
                other.thread != group.thread && other.held.isDisjoint(with: group.held)
            }
            guard isApart else { continue }
            if let found = search(candidates, chosen: chosen + [group], &unpredicted) { return found }
        }
        return nil
    }

    private func inversion(
        _ groups: [LockGraph.Group], _ heads: [Int], _ candidates: [LockGraph.Candidates], isPredicted: Bool
    ) -> Inversion {
        let steps = zip(zip(groups, heads), candidates).map { choice, candidate in
            let dependency = choice.0.dependencies[choice.1]
            let held = dependency.held.first { $0.lock == candidate.held } ?? dependency.held[0]
            return Inversion.Step(
                thread: dependency.thread, lock: dependency.lock, event: dependency.event, held: held,
                allHeld: dependency.held.map(\.lock))
        }
        return Inversion(steps: steps, isPredicted: isPredicted)
    }

    /// Whether nobody outside of a circle of acquires could open it, for all that the trace tells.
    private func isClosed(_ inversion: Inversion) -> Bool {
        trace.truncated == 0
            && inversion.steps.allSatisfy { trace.events[$0.held.event].state?.onlyHolder != nil }
    }

    /// For each group an acquire, none of which comes before another of necessity. An acquire that comes before some
    /// other group's comes before all later ones of that group as well, so each is looked at once (Vijay Garg and Brian
    /// Waldecker, 1994).
    private func possibleMeeting(of groups: [LockGraph.Group]) -> [Int]? {
        var heads = Array(repeating: 0, count: groups.count)
        /// What happened before each head.
        var pasts = Array(repeating: Downset(in: order), count: groups.count)
        func event(_ group: Int) -> Int { groups[group].dependencies[heads[group]].event }
        for group in groups.indices { pasts[group].add(before: event(group)) }
        while true {
            let early = groups.indices.first { one in
                pasts.indices.contains { one != $0 && pasts[$0].contains(event(one)) }
            }
            guard let early else { return heads }
            heads[early] += 1
            if heads[early] == groups[early].dependencies.count { return nil }
            pasts[early].add(before: event(early))
        }
    }

    /// For each group an acquire before which all threads can stand at once, each with its locks.
    private func predictedMeeting(of groups: [LockGraph.Group]) -> [Int]? {
        var closure = emptyClosure
        var heads = Array(repeating: 0, count: groups.count)
        while true {
            for (group, head) in zip(groups, heads) { closure.add(before: group.dependencies[head].event) }
            closure.close()
            var isMeeting = true
            for (index, group) in groups.enumerated() {
                while closure.contains(group.dependencies[heads[index]].event) {
                    isMeeting = false
                    heads[index] += 1
                    if heads[index] == group.dependencies.count { return nil }
                }
            }
            if isMeeting { return heads }
        }
    }
}
