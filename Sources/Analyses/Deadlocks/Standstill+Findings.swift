import Events
import Tracing

/// What keeps those threads of a run from going on that do not wait in a circle of holders, nor for others who do.
extension Standstill {
    /// One finding for each reason. Those who wait for the end of a thread that has a reason to wait, or for a result
    /// that it computes, are in that thread's finding.
    ///
    /// - Parameter explained: those whose waits lead into a circle.
    func findings(apartFrom explained: Set<ThreadID>) -> [Finding] {
        var open = Set(graph.waits.keys).subtracting(explained)
        var causes: [StandstillCause] = []
        func take(_ new: [StandstillCause]) {
            causes += new
            for cause in new { open.subtract(cause.threads) }
        }
        for object in trace.objects.map(\.id) {
            take(memories[object].entanglements(of: object, among: open, in: self))
        }
        let roots = open.filter { leader(of: $0) == nil }
        take(self.causes(of: roots))
        let rest = roots.intersection(open)
        let followers = followers(of: causes, among: open.subtracting(rest))
        var findings = zip(causes, followers).map { finding(of: $0, followers: $1) }
        let unexplained = rest.union(open.subtracting(followers.joined()))
        if !unexplained.isEmpty { findings.append(finding(ofOthers: unexplained.sorted())) }
        return findings
    }

    /// Those who wait for locks whose holders have ended, and which nobody else may release: that is final even while
    /// other threads go on.
    func locksOfTheEnded() -> [Finding] {
        let threads = graph.waits.keys.filter { thread in
            guard isWaitForLock(thread), let object = graph.waits[thread]?.object else { return false }
            return graph.onlyHolder(of: object).map(ended.contains) ?? false
        }
        return causes(of: Set(threads)).map { finding(of: $0, followers: []) }
    }

    /// What the objects that these threads wait for say of that.
    private func causes(of threads: Set<ThreadID>) -> [StandstillCause] {
        Dictionary(grouping: threads.sorted()) { graph.waits[$0]?.object ?? 0 }.sorted { $0.key < $1.key }
            .compactMap { object, threads in memories[object].cause(of: threads, for: object, in: self) }
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
    private func followers(of causes: [StandstillCause], among open: Set<ThreadID>) -> [[ThreadID]] {
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

    private func isWaitForLock(_ thread: ThreadID) -> Bool {
        graph.waits[thread]?.object.map { trace.objects[$0].kind.model.isLock } ?? false
    }

    // MARK: Findings

    private func finding(of cause: StandstillCause, followers: [ThreadID]) -> Finding {
        let waits = (cause.threads + followers).compactMap { graph.waits[$0] }
        let addition = followers.isEmpty ? "" : " In turn, \(describe(followers))."
        return Finding(
            .deadlock(cause.form, cycle: cause.cycle), message: cause.sentence + addition,
            threads: cause.threads + followers, objects: Set(waits.compactMap(\.object)).sorted(),
            events: (cause.evidence + waits).map(\.seq))
    }

    private func finding(ofOthers threads: [ThreadID]) -> Finding {
        let waits = threads.compactMap { graph.waits[$0] }
        return Finding(
            .deadlock(.standstill, cycle: []),
            message:
                "Standstill: \(describe(threads)); and no thread is left that could end a wait.",
            threads: threads, objects: Set(waits.compactMap(\.object)).sorted(), events: waits.map(\.seq))
    }
}
