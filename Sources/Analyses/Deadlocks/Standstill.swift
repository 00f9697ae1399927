import Events
import Threading
import Tracing

/// What keeps a run from going on whose threads do not wait in a circle of holders.
struct Standstill {
    let trace: Trace
    let graph: WaitForGraph
    let history: WaitHistory

    init(_ trace: Trace, _ graph: WaitForGraph, _ history: WaitHistory) {
        (self.trace, self.graph, self.history) = (trace, graph, history)
    }

    /// Some threads that wait for the same reason.
    struct Cause {
        let form: DeadlockForm
        /// What the reason is, as a sentence.
        let sentence: String
        /// The waits themselves, by thread.
        let threads: [ThreadID]
        /// Events that explain it, beside the waits.
        var evidence: [TraceEvent] = []
        var cycle: [CycleLink] = []
    }

    /// One finding for each reason. Those who wait for the end of a thread that has a reason to wait, or for a result
    /// that it computes, are in that thread's finding.
    func findings() -> [Finding] {
        var open = Set(graph.waits.keys)
        var causes: [Cause] = []
        func take(_ new: [Cause]) {
            causes += new
            for cause in new { open.subtract(cause.threads) }
        }
        take(queueCycles())
        take(poolStarvations(among: open))
        let roots = open.filter { leader(of: $0) == nil }
        take(unreleasedLocks(roots))
        take(lostWakeUps(roots.intersection(open)))
        take(shortages(roots.intersection(open)))
        let rest = roots.intersection(open)
        let followers = followers(of: causes, among: open.subtracting(rest))
        var findings = zip(causes, followers).map { finding(of: $0, followers: $1) }
        let unexplained = rest.union(open.subtracting(followers.joined()))
        if !unexplained.isEmpty { findings.append(finding(ofOthers: unexplained.sorted())) }
        return findings
    }

    /// Those who wait for locks whose holders have ended; that is final even while other threads go on.
    func locksOfTheEnded() -> [Finding] {
        let threads = graph.waits.keys.filter { thread in
            guard isWaitForLock(thread), let object = graph.waits[thread]?.object else { return false }
            return graph.holder(of: object).map(history.ended.contains) ?? false
        }
        return unreleasedLocks(Set(threads)).map { finding(of: $0, followers: []) }
    }

    // MARK: Who waits because of whom

    /// The thread because of which another waits: the one that it joins, or whose result it wants.
    private func leader(of thread: ThreadID) -> ThreadID? {
        guard !isWaitForLock(thread), let object = graph.waits[thread]?.object,
            let holder = graph.holder(of: object), graph.waits[holder] != nil
        else { return nil }
        return holder
    }

    /// For each cause those who wait because of its threads, and because of them in turn.
    private func followers(of causes: [Cause], among open: Set<ThreadID>) -> [[ThreadID]] {
        var causeOf: [ThreadID: Int] = [:]
        for (index, cause) in causes.enumerated() { for thread in cause.threads { causeOf[thread] = index } }
        var followers = Array(repeating: [ThreadID](), count: causes.count)
        for thread in open.sorted() {
            // Not without end: the holders form no circle.
            var current: ThreadID? = thread
            while let next = current, causeOf[next] == nil { current = leader(of: next) }
            if let cause = current.flatMap({ causeOf[$0] }) { followers[cause].append(thread) }
        }
        return followers
    }

    func isWaitForLock(_ thread: ThreadID) -> Bool {
        graph.waits[thread]?.object.map { trace.objects[$0].kind.model.isLock } ?? false
    }

    // MARK: Findings

    private func finding(of cause: Cause, followers: [ThreadID]) -> Finding {
        let waits = (cause.threads + followers).compactMap { graph.waits[$0] }
        let addition = followers.isEmpty ? "" : " In turn, \(describe(followers))."
        return Finding(
            kind: .deadlock, message: cause.sentence + addition, threads: cause.threads + followers,
            objects: Set(waits.compactMap(\.object)).sorted(),
            events: (cause.evidence + waits).map(\.seq), cycle: cause.cycle, form: cause.form)
    }

    private func finding(ofOthers threads: [ThreadID]) -> Finding {
        let waits = threads.compactMap { graph.waits[$0] }
        return Finding(
            kind: .deadlock,
            message:
                "Standstill: \(describe(threads)); and no thread is left that could end a wait.",
            threads: threads, objects: Set(waits.compactMap(\.object)).sorted(), events: waits.map(\.seq),
            cycle: [], form: .standstill)
    }

    // MARK: Words

    /// `Ann waits for A (line); Bob waits for B (line)`.
    func describe(_ threads: [ThreadID]) -> String {
        threads.map { "\(name($0)) waits for \(object(of: $0))\(place(of: $0))" }.joined(separator: "; ")
    }

    func name(_ thread: ThreadID) -> String { trace.name(ofThread: thread) }

    func object(of thread: ThreadID) -> String {
        graph.waits[thread]?.object.map(trace.name(ofObject:)) ?? "nothing"
    }

    func place(of thread: ThreadID) -> String { graph.waits[thread].map(trace.place) ?? "" }

    /// `Ann (line), Bob (line) and Carl (line) wait`, or `Ann waits (line)`; of many, the first few.
    func subject(_ threads: [ThreadID], _ verb: String) -> String {
        let shown = threads.prefix(Self.mostNames).map { name($0) + place(of: $0) }
        if threads.count == 1 { return "\(shown[0]) \(verb)s" }
        let rest = threads.count - shown.count
        let list =
            rest > 0
            ? "\(shown.joined(separator: ", ")) and \(rest) more"
            : "\(shown.dropLast().joined(separator: ", ")) and \(shown[shown.count - 1])"
        return "\(list) \(verb)"
    }

    /// A sentence with a hundred names would be read by nobody; the finding has them all.
    private static let mostNames = 8
}
