import Threading

/// What must have happened before some threads can stand where they are, if a run may leave things out but gives each
/// lock in the order in which the trace gives it: Hünkar Tunç, Umang Mathur, Andreas Pavlogiannis and Mahesh
/// Viswanathan, "Sound Dynamic Deadlock Prediction in Linear Time" (PLDI 2023).
///
/// It begins with what the threads' own steps depend on. Then, of all sections of a lock that have begun, each but the
/// last must have ended, with all that its end depends on; and so on, until nothing is missing. It only ever grows, so
/// all questions about one cycle together take time linear in the trace.
struct SyncPreservingClosure {
    private var events: Downset
    /// For each lock, for each thread that had it.
    private var locks: [[LockProgress]]
    /// Whether it needs an end of a section that the trace does not have.
    private var isImpossible = false

    /// A thread's sections of one lock, and how many of them are known to need their end.
    private struct LockProgress {
        let sections: [LockSection]
        var closed = 0
    }

    /// The empty closure, to be copied for each question.
    ///
    /// - Parameter dependences: what comes after what whoever has which lock first.
    init(_ sections: LockSections, _ dependences: SynchronizationOrder) {
        events = Downset(in: dependences)
        locks = sections.sections.sorted { $0.key < $1.key }.map { _, sections in
            let byLane = Dictionary(grouping: sections) { dependences.lanes[$0.acquire] }
            return byLane.sorted { $0.key < $1.key }.map { LockProgress(sections: $1) }
        }
    }

    /// Whether an event is in it.
    func contains(_ event: Int) -> Bool {
        isImpossible || events.contains(event)
    }

    /// Adds what must have happened before a thread can do an event.
    mutating func add(before event: Int) { events.add(before: event) }

    /// Adds what is missing.
    mutating func close() {
        var grows = true
        while grows && !isImpossible {
            grows = false
            for lock in locks.indices where closeSections(of: lock) { grows = true }
        }
    }

    private mutating func closeSections(of lock: Int) -> Bool {
        // Those that have begun, by thread, and which of all began last.
        var begun: [Int] = []
        var last = -1
        for thread in locks[lock] {
            var count = thread.closed
            while count < thread.sections.count, events.contains(thread.sections[count].acquire) {
                count += 1
            }
            begun.append(count)
            if count > 0 { last = max(last, thread.sections[count - 1].acquire) }
        }
        var grows = false
        for (position, count) in begun.enumerated() {
            while locks[lock][position].closed < count {
                let section = locks[lock][position].sections[locks[lock][position].closed]
                if section.acquire == last { break }
                locks[lock][position].closed += 1
                guard let release = section.release else {
                    isImpossible = true
                    return false
                }
                if !events.contains(release) {
                    events.add(release)
                    grows = true
                }
            }
        }
        return grows
    }
}
