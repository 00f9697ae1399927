import Events
import Scheduling
import Threading

extension Execution {
    /// Takes note of the step that is about to be added, for data races: what it comes after, what may come after it, and
    /// which accesses before it may race with it.
    ///
    /// The edges are those of the analysis of traces, or fewer: the histories in `Sources/Tracing/Kinds`, as far as the
    /// object's state before the step tells them. Of conditions there are none, as their locks order all that they do; of
    /// barriers, queues, pools, semaphores and timers neither.
    func watch(_ candidate: Candidate, _ footprint: Footprint, kind: ObjectKind, number: UInt16) {
        let (thread, object) = (footprint.thread, footprint.object)
        var clock = races.clock(of: thread)
        var memory = races.memory(of: object)
        var site: Int?
        if !candidate.isShown {
            // The trace knows nothing of it.
        } else if kind == .variable {
            let place = candidate.site
            site = place
            access(footprint, from: place, after: clock, &memory)
        } else {
            synchronize(candidate, footprint, kind, &clock, &memory)
        }
        clock[thread] = number
        races.append(clock, of: thread, on: object, remembering: memory, from: site)
    }

    // MARK: Accesses

    private func access(
        _ footprint: Footprint, from site: Int, after clock: VectorClock, _ memory: inout ObjectMemory
    ) {
        let step = steps.count
        suspect(memory.first, step, by: footprint, from: site, after: clock)
        if footprint.action == .read {
            if memory.second < 0 {
                memory.second = Int32(step)
            } else if !memory.hasSeveralReads {
                if isOrdered(Int(memory.second), before: footprint.thread, after: clock) {
                    memory.second = Int32(step)
                } else {
                    memory.hasSeveralReads = true
                }
            }
        } else if footprint.action == .write {
            if memory.hasSeveralReads {
                // Of each thread's reads the last is enough.
                for chain in chains[footprint.object] where chain.action == .read {
                    var read = chain.last
                    while read >= 0, !races.isAccess(read) { read = steps[read].previous }
                    if read >= memory.second {
                        suspect(Int32(read), step, by: footprint, from: site, after: clock)
                    }
                }
            } else {
                suspect(memory.second, step, by: footprint, from: site, after: clock)
            }
            memory = ObjectMemory(first: Int32(step))
        }
    }

    private func suspect(
        _ first: Int32, _ second: Int, by footprint: Footprint, from site: Int, after clock: VectorClock
    ) {
        guard first >= 0, !isOrdered(Int(first), before: footprint.thread, after: clock) else { return }
        races.suspect(Int(first), second, from: site, on: footprint.object)
    }

    private func isOrdered(_ first: Int, before thread: ThreadID, after clock: VectorClock) -> Bool {
        steps[first].footprint.thread == thread || hasSeen(clock, first)
    }

    // MARK: Synchronisation

    private func synchronize(
        _ candidate: Candidate, _ footprint: Footprint, _ kind: ObjectKind, _ clock: inout VectorClock,
        _ memory: inout ObjectMemory
    ) {
        let step = Int32(steps.count)
        switch kind {
        case .lock, .rlock:
            let holder = candidate.object._withUnsafeGuaranteedRef(\.holder)
            switch footprint.action {
            case .acquire where !candidate.timesOut:
                join(&clock, memory.second)
                if holder == nil { memory.first = step }
            case .release where kind == .lock ? holder != nil : holder == footprint.thread:
                join(&clock, memory.first)
                memory.second = step
            default: join(&clock, holder == nil ? memory.second : memory.first)
            }
        case .atomic:
            if footprint.action != .store { join(&clock, memory.first) }
            if footprint.action != .load, !candidate.timesOut { memory.first = step }
        case .event, .latch, .future, .thread:
            let state = candidate.object._withUnsafeGuaranteedRef(\.currentState)
            find(state, footprint, timesOut: candidate.timesOut, &clock, &memory)
        case .condition, .semaphore, .barrier, .queue, .variable, .pool, .timer: break
        }
    }

    /// - Parameter state: the object's before the step.
    private func find(
        _ state: ObjectState, _ footprint: Footprint, timesOut: Bool, _ clock: inout VectorClock,
        _ memory: inout ObjectMemory
    ) {
        let step = Int32(steps.count)
        switch (state, footprint.action) {
        case (.event(let isSet), .set): if !isSet { memory.first = step }
        case (.event(let isSet), .clear): if isSet { memory.second = step }
        case (.event(let isSet), .inspect): join(&clock, isSet ? memory.first : memory.second)
        case (.event, .wait): join(&clock, timesOut ? memory.second : memory.first)
        case (.latch(let count), .countDown): if count == 1 { memory.first = step }
        case (.latch, _) where !timesOut: joinCounts(&clock, of: footprint.object, upTo: memory.first)
        case (.future(let stage, _), _):
            guard stage != .pending, stage != .running else { return }
            // Whoever ended it did so since somebody last found that it had not ended.
            if memory.first < 0 { memory.first = lastEnd(of: footprint.object) }
            join(&clock, memory.first)
        case (.thread(.ended, let thread), .inspect): clock.join(races.clock(ofOther: thread))
        default: break
        }
    }

    private func lastEnd(of future: ObjectID) -> Int32 {
        let end = history(of: future).last {
            steps[$0].footprint.action == .finish || steps[$0].footprint.action == .cancel
        }
        return Int32(end ?? -1)
    }

    /// Each thread's counts of a latch, up to the one that opened it.
    private func joinCounts(_ clock: inout VectorClock, of latch: ObjectID, upTo opening: Int32) {
        for chain in chains[latch] where chain.action == .countDown {
            var index = chain.last
            while opening >= 0, index > Int(opening) { index = steps[index].previous }
            join(&clock, Int32(index))
        }
    }

    private func join(_ clock: inout VectorClock, _ step: Int32) {
        guard step >= 0, !hasSeen(clock, Int(step)) else { return }
        clock.join(races.clock(after: Int(step)))
    }
}
