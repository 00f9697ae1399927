import Events
import Threading
import Tracing

/// One acquire of a lock, made while other locks were held, by a thread that would have waited for ever.
struct LockDependency {
    let thread: ThreadID
    /// The lock that was acquired, and the event.
    let lock: ObjectID
    let event: Int
    /// The locks that were held, and the events that had acquired them, longest first.
    let held: [(lock: ObjectID, event: Int)]
}

/// What a thread had a lock for: from the first acquire to the release that let go.
struct LockSection {
    let acquire: Int
    var release: Int?
}

/// Who held which locks when, in a whole trace.
struct LockSections {
    /// The acquires that were made while another lock was held. One that gives up in time, or does not wait at all, is
    /// none that a thread stands before for ever, so it closes no circle.
    private(set) var dependencies: [LockDependency] = []
    /// The sections of each lock, in order.
    private(set) var sections: [ObjectID: [LockSection]] = [:]

    init(of trace: Trace) {
        let locks = Set(trace.objects.filter { $0.kind.model.isLock }.map(\.id))
        var held: [ThreadID: [(lock: ObjectID, event: Int)]] = [:]
        var owners: [ObjectID: ThreadID] = [:]
        for (index, event) in trace.events.enumerated() where event.phase == .done {
            guard let lock = event.object, locks.contains(lock) else { continue }
            switch event.action {
            case .acquire where owners[lock] != event.thread:
                owners[lock] = event.thread
                let others = held[event.thread, default: []]
                if !others.isEmpty, event.timeoutNs == nil {
                    dependencies.append(
                        LockDependency(thread: event.thread, lock: lock, event: index, held: others))
                }
                held[event.thread, default: []].append((lock, index))
                sections[lock, default: []].append(LockSection(acquire: index))
            case .release where event.state?.holder == nil:
                // Any thread may release a lock, so it is the owner's that goes.
                guard let owner = owners.removeValue(forKey: lock) else { continue }
                held[owner]?.removeAll { $0.lock == lock }
                if let last = sections[lock]?.indices.last { sections[lock]?[last].release = index }
            default: break
            }
        }
    }
}
