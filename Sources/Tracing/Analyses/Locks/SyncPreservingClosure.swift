import Threading

/// What must have happened before some threads can stand where they are, if a run may leave things out but gives each
/// lock in the order in which the trace gives it: Hünkar Tunç, Umang Mathur, Andreas Pavlogiannis and Mahesh
/// Viswanathan, "Sound Dynamic Deadlock Prediction in Linear Time" (PLDI 2023).
///
/// It begins with what the threads' own steps depend on. Then, of all sections of a lock that have begun, each but the
/// last must have ended, with all that its end depends on; and so on, until nothing is missing. It only ever grows, so
/// all questions about one cycle together take time linear in the trace.
struct SyncPreservingClosure {
    /// How many events of each thread are in it.
    private(set) var counts: [Int32]
    private let dependences: HappensBefore
    private var locks: [LockProgress]
    /// Whether it needs an end of a section that the trace does not have.
    private var isImpossible = false

    /// The sections of one lock, by thread, and how many of each are known to need their end.
    private struct LockProgress {
        var lanes: [Lane] = []

        struct Lane {
            let lane: Int
            var sections: [LockSection] = []
            var closed = 0
        }
    }

    init(_ sections: LockSections, _ dependences: HappensBefore) {
        self.dependences = dependences
        counts = dependences.nothing
        locks = sections.sections.sorted { $0.key < $1.key }.map { _, sections in
            var progress = LockProgress()
            for section in sections {
                let lane = dependences.lane(of: section.acquire)
                if let known = progress.lanes.firstIndex(where: { $0.lane == lane }) {
                    progress.lanes[known].sections.append(section)
                } else {
                    progress.lanes.append(.init(lane: lane, sections: [section]))
                }
            }
            return progress
        }
    }

    /// Whether an event is in it.
    func contains(_ event: Int) -> Bool {
        isImpossible || counts[dependences.lane(of: event)] >= dependences.place(of: event)
    }

    /// Adds what must have happened before a thread can do an event.
    mutating func add(before event: Int) { include(dependences.counts(before: event)) }

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
        for lane in locks[lock].lanes {
            var count = lane.closed
            while count < lane.sections.count,
                dependences.place(of: lane.sections[count].acquire) <= counts[lane.lane]
            {
                count += 1
            }
            begun.append(count)
            if count > 0 { last = max(last, lane.sections[count - 1].acquire) }
        }
        var grows = false
        for (position, count) in begun.enumerated() {
            while locks[lock].lanes[position].closed < count {
                let section = locks[lock].lanes[position].sections[locks[lock].lanes[position].closed]
                if section.acquire == last { break }
                locks[lock].lanes[position].closed += 1
                guard let release = section.release else {
                    isImpossible = true
                    return false
                }
                if !contains(release) {
                    include(dependences.counts(through: release))
                    grows = true
                }
            }
        }
        return grows
    }

    private mutating func include(_ other: [Int32]) {
        for lane in counts.indices { counts[lane] = max(counts[lane], other[lane]) }
    }
}
