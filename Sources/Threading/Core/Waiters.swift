/// One thread that waits for an object's guard.
final class Waiter {
    let thread: Thread
    let isEnabled: () -> Bool
    /// Woken and not yet back: it will look at its guard soon, so nobody else need be woken for the same change.
    var isOnItsWay = false

    init(thread: Thread, isEnabled: @escaping () -> Bool) {
        self.thread = thread
        self.isEnabled = isEnabled
    }
}

/// Whom a transition wakes.
public enum Waking: Sendable {
    /// The first waiter whose guard holds. Once through, it wakes the next in the same way, so a wake-up is
    /// never lost, and never spent on a thread that would find the permit gone. For a change that lets one pass.
    case next
    /// As `next`, but of several whose guards hold, whoever has waited shortest. For workers, who are all alike: the
    /// last to fall idle may not even sleep yet, and the others go on sleeping.
    case latest
    /// Everyone whose guard holds, at once. For a change that lets all pass.
    case all
}

/// Those who wait for one object, longest first. Protected by the object's lock.
struct Waiters {
    /// Not counted as references: a waiter lives until it has removed itself, and a release that looks through those
    /// who wait for a contended lock would spend half of its time on counting.
    private var queue: [Unmanaged<Waiter>] = []

    var isEmpty: Bool { queue.isEmpty }
    var count: Int { queue.count }

    mutating func append(_ waiter: Waiter) { queue.append(.passUnretained(waiter)) }

    mutating func remove(_ waiter: Waiter) {
        queue.removeAll { $0.toOpaque() == Unmanaged.passUnretained(waiter).toOpaque() }
    }

    /// The threads to unblock after a change of state.
    func due(_ waking: Waking) -> Due {
        switch waking {
        case .next, .latest:
            guard let candidate = waking == .next ? firstEnabled(queue) : firstEnabled(queue.reversed())
            else {
                return .nobody
            }
            // Someone on its way whose guard holds will pass, and wake the next: waking two would send the second
            // back to sleep. (Waking one at a time is also what keeps a contended lock fast: the releasing
            // thread may take it again many times before the one it woke has reached the processor.)
            return candidate._withUnsafeGuaranteedRef { waiter in
                if waiter.isOnItsWay { return .nobody }
                waiter.isOnItsWay = true
                return .one(waiter.thread)
            }
        case .all:
            let enabled = queue.map { $0.takeUnretainedValue() }.filter { !$0.isOnItsWay && $0.isEnabled() }
            for waiter in enabled { waiter.isOnItsWay = true }
            return .many(enabled.map(\.thread))
        }
    }

    @inline(__always)
    private func firstEnabled(_ waiters: some Sequence<Unmanaged<Waiter>>) -> Unmanaged<Waiter>? {
        for waiter in waiters where waiter._withUnsafeGuaranteedRef({ $0.isEnabled() }) { return waiter }
        return nil
    }

    enum Due {
        case nobody
        case one(Thread)
        case many([Thread])

        func unblock() {
            switch self {
            case .nobody: break
            case .one(let thread): thread.engine.unblock(thread)
            case .many(let threads): for thread in threads { thread.engine.unblock(thread) }
            }
        }
    }
}
