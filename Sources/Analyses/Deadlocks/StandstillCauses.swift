import Events
import Threading
import Tracing

/// The reasons for which nobody ends a wait, each by its name.
extension Standstill {
    /// Circles through a full queue: the thread that would get from it waits for the one that would put into it.
    func queueCycles() -> [Cause] {
        var covered: Set<ThreadID> = []
        return graph.waits.keys.sorted().compactMap { start in
            guard !covered.contains(start), isWaitForPlace(start), let path = path(from: start) else {
                return nil
            }
            covered.formUnion(path)
            let parts = zip(path, path.dropFirst() + path.prefix(1)).map { thread, next in
                let duty =
                    isWaitForPlace(thread)
                    ? "to get room in \(object(of: thread)), which \(name(next)) would have to empty"
                    : "for \(object(of: thread)), which depends on \(name(next))"
                return "\(name(thread)) waits \(duty)\(place(of: thread))"
            }
            return Cause(
                form: .fullQueueCycle, sentence: "Full queue: \(parts.joined(separator: "; ")).",
                threads: path,
                cycle: path.map { thread in
                    CycleLink(
                        thread: thread, holds: graph.holdings(of: thread),
                        waitsFor: graph.waits[thread]?.object ?? 0)
                })
        }
    }

    private func isWaitForPlace(_ thread: ThreadID) -> Bool {
        guard let wait = graph.waits[thread], let object = wait.object else { return false }
        return trace.objects[object].kind == .queue && wait.action == .put
    }

    /// The shortest way from a thread over those who could help it back to itself.
    private func path(from start: ThreadID) -> [ThreadID]? {
        var before: [ThreadID: ThreadID] = [:]
        var frontier = [start]
        while !frontier.isEmpty {
            var next: [ThreadID] = []
            for thread in frontier {
                for other in couldHelp(thread) {
                    if other == start {
                        return Array(sequence(first: thread) { $0 == start ? nil : before[$0] }.reversed())
                    }
                    if before[other] == nil {
                        before[other] = thread
                        next.append(other)
                    }
                }
            }
            frontier = next
        }
        return nil
    }

    /// The threads that wait, and would have to do what another waits for.
    private func couldHelp(_ thread: ThreadID) -> [ThreadID] {
        guard let wait = graph.waits[thread], let object = wait.object else { return [] }
        let helpers: Set<ThreadID> =
            switch (trace.objects[object].kind, wait.action) {
            case (.queue, .put): history.takers[object] ?? []
            case (.queue, .get): history.givers[object] ?? []
            default: graph.holder(of: object).map { [$0] } ?? []
            }
        return helpers.filter { graph.waits[$0] != nil }.sorted()
    }

    /// Pools all of whose workers wait, at least one of them for a task that nobody has begun, while tasks are queued.
    func poolStarvations(among open: Set<ThreadID>) -> [Cause] {
        let pools = Dictionary(grouping: history.pools.keys.sorted()) { history.pools[$0] ?? 0 }
        return pools.sorted { $0.key < $1.key }.compactMap { pool, workers in
            guard case .pool(let queued, workers.count, 0, _) = graph.states[pool], queued > 0,
                workers.allSatisfy({ graph.waits[$0] != nil })
            else { return nil }
            let starving = workers.filter { open.contains($0) && isWaitForPendingTask($0) }
            guard !starving.isEmpty else { return nil }
            let name = trace.name(ofObject: pool)
            let who =
                workers.count == 1
                ? "the one worker of \(name) waits" : "all \(workers.count) workers of \(name) wait"
            let tasks = queued == 1 ? "1 task is" : "\(queued) tasks are"
            return Cause(
                form: .poolStarvation,
                sentence: "Pool starvation: \(who), and \(tasks) in its queue with nobody to begin them: "
                    + describe(starving) + ".",
                threads: starving)
        }
    }

    private func isWaitForPendingTask(_ thread: ThreadID) -> Bool {
        guard let object = graph.waits[thread]?.object else { return false }
        if case .future(.pending, _) = graph.states[object] { return true }
        return false
    }

    /// Locks whose holder has ended, or waits for ever without being in a circle.
    func unreleasedLocks(_ roots: Set<ThreadID>) -> [Cause] {
        grouped(roots.filter(isWaitForLock)).compactMap { lock, threads in
            guard let holder = graph.holder(of: lock) else { return nil }
            let taken = history.acquires[lock]
            let why =
                history.ended.contains(holder)
                ? "and had not released when it ended"
                : "and does not release, as it waits itself for \(object(of: holder))\(place(of: holder))"
            return Cause(
                form: .lockNeverReleased,
                sentence:
                    "Lock never released: \(subject(threads, "wait")) for \(trace.name(ofObject: lock)), "
                    + "which \(name(holder)) took\(taken.map(trace.place) ?? "") \(why).",
                threads: threads, evidence: taken.map { [$0] } ?? [])
        }
    }

    /// Waits for a wake-up that had come already.
    func lostWakeUps(_ roots: Set<ThreadID>) -> [Cause] {
        grouped(roots).compactMap { object, threads in
            let name = trace.name(ofObject: object)
            let begin = threads.compactMap { graph.waits[$0]?.seq }.min() ?? 0
            if trace.objects[object].kind == .condition, let notify = history.vainNotifies[object],
                notify.seq < begin
            {
                return Cause(
                    form: .lostWakeUp,
                    sentence: "Lost wake-up: \(subject(threads, "wait")) for \(name), which "
                        + "\(self.name(notify.thread)) had notified before\(trace.place(notify)), "
                        + "when nobody waited for it.",
                    threads: threads, evidence: [notify])
            }
            if trace.objects[object].kind == .event, let set = history.sets[object],
                let clear = history.clears[object], set.seq < clear.seq, clear.seq < begin
            {
                return Cause(
                    form: .lostWakeUp,
                    sentence: "Lost wake-up: \(subject(threads, "wait")) for \(name), which "
                        + "\(self.name(set.thread)) had set before\(trace.place(set)), and "
                        + "\(self.name(clear.thread)) had cleared again\(trace.place(clear)).",
                    threads: threads, evidence: [set, clear])
            }
            return nil
        }
    }

    /// Semaphores without a permit, and barriers without enough parties.
    func shortages(_ roots: Set<ThreadID>) -> [Cause] {
        grouped(roots).compactMap { object, threads in
            let name = trace.name(ofObject: object)
            switch graph.states[object] {
            case .semaphore:
                let debtors = (history.permits[object] ?? [:]).filter { $1.balance > 0 }.sorted {
                    $0.key < $1.key
                }
                let taken = debtors.map { thread, debt in
                    "\(self.name(thread)) took one\(trace.place(debt.event)) and did not give it back"
                }
                let why = taken.isEmpty ? "" : ": " + taken.prefix(4).joined(separator: ", ")
                return Cause(
                    form: .semaphoreNeverReleased,
                    sentence:
                        "Semaphore never released: \(subject(threads, "wait")) for a permit of \(name), "
                        + "and nobody is left to release one\(why).",
                    threads: threads, evidence: debtors.map(\.value.event))
            case .barrier(let waiting, let parties, _, _) where waiting < parties:
                return Cause(
                    form: .barrierShort,
                    sentence:
                        "Barrier short of parties: \(subject(threads, "wait")) at \(name), which is for "
                        + "\(parties), but only \(waiting) came, and nobody is left to come.",
                    threads: threads)
            default: return nil
            }
        }
    }

    private func grouped(_ threads: Set<ThreadID>) -> [(object: ObjectID, threads: [ThreadID])] {
        Dictionary(grouping: threads.sorted()) { graph.waits[$0]?.object ?? 0 }
            .sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
