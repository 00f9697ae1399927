import LockstepTestKit
import Threading

/// A variable.
struct VariableModel: SequentialModel {
    var value = 0

    enum Operation: Hashable { case read, write(Int) }

    func answers(to operation: Operation, by thread: Int) -> [(answer: Answer, next: VariableModel)] {
        switch operation {
        case .read: keeping(.item(value))
        case .write(let value): changing { $0.value = value }
        }
    }
}

extension Specification<VariableModel> {
    static let variable = Specification(
        name: "Shared", model: VariableModel(), alphabet: [[.read], [.write(1)], [.write(2)]],
        closing: [.read]
    ) {
        let variable = Shared(0)
        return { operation in
            switch operation {
            case .read: return .item(try variable.read())
            case .write(let value): try variable.write(value)
            }
            return .done
        }
    }
}

/// A number of counts that can be waited for.
struct CountDownLatchModel: SequentialModel {
    var count = 2

    enum Operation { case countDown, wait, waitSoon, count }

    func answers(to operation: Operation, by thread: Int) -> [(answer: Answer, next: CountDownLatchModel)] {
        switch operation {
        case .countDown: changing { $0.count = max(0, count - 1) }
        case .wait, .waitSoon: waiting(isTimed: operation == .waitSoon, unless: count == 0) { keeping(.done) }
        case .count: keeping(.item(count))
        }
    }
}

extension Specification<CountDownLatchModel> {
    static let latch = Specification(
        name: "CountDownLatch", model: CountDownLatchModel(),
        alphabet: [[.countDown], [.countDown, .countDown], [.wait], [.waitSoon], [.count]], closing: [.count]
    ) {
        let latch = try CountDownLatch(2)
        return { operation in
            switch operation {
            case .countDown: latch.countDown()
            case .wait: return try latch.wait() ? .done : .timedOut
            case .waitSoon: return try latch.wait(timeout: .seconds(1)) ? .done : .timedOut
            case .count: return .item(latch.count)
            }
            return .done
        }
    }
}

/// A flag that can be waited for.
struct EventModel: SequentialModel {
    var isSet = false

    enum Operation { case wait, waitSoon, set, clear, isSet }

    func answers(to operation: Operation, by thread: Int) -> [(answer: Answer, next: EventModel)] {
        switch operation {
        case .wait, .waitSoon: waiting(isTimed: operation == .waitSoon, unless: isSet) { keeping(.done) }
        case .set: changing { $0.isSet = true }
        case .clear: changing { $0.isSet = false }
        case .isSet: keeping(.flag(isSet))
        }
    }
}

extension Specification<EventModel> {
    static let event = Specification(
        name: "Event", model: EventModel(), alphabet: [[.wait], [.waitSoon], [.set], [.clear], [.isSet]],
        closing: [.isSet]
    ) {
        let event = Event()
        return { operation in
            switch operation {
            case .wait: return try event.wait() ? .done : .timedOut
            case .waitSoon: return try event.wait(timeout: .seconds(1)) ? .done : .timedOut
            case .set: event.set()
            case .clear: event.clear()
            case .isSet: return .flag(event.isSet)
            }
            return .done
        }
    }
}

/// A condition and its lock. A wait is three steps, between which others come: it lets the lock go, is woken, and takes
/// the lock again; so it is three operations here, of which the primitive does all in the second.
struct ConditionModel: SequentialModel {
    var owner: Int?
    var waiting: Set<Int> = []
    var notified: Set<Int> = []

    enum Operation: Hashable { case acquire, release, park, wake(isTimed: Bool), retake, notify(Int) }

    func answers(to operation: Operation, by thread: Int) -> [(answer: Answer, next: ConditionModel)] {
        switch operation {
        case .acquire, .retake: owner == nil ? changing { $0.owner = thread } : []
        case .release: owner == thread ? changing { $0.owner = nil } : keeping(.refused)
        case .park:
            changing {
                $0.owner = nil
                $0.waiting.insert(thread)
            }
        // A notification and the end of the time may come together: either is a right answer then.
        case .wake(let isTimed):
            (notified.contains(thread) ? changing(.flag(true)) { $0.notified.remove(thread) } : [])
                + (isTimed && !notified.contains(thread)
                    ? changing(.flag(false)) { $0.waiting.remove(thread) } : [])
        case .notify(let count):
            owner != thread ? keeping(.refused) : choices(of: count).map { (.done, notifying($0)) }
        }
    }

    private func notifying(_ threads: Set<Int>) -> ConditionModel {
        ConditionModel(
            owner: owner, waiting: waiting.subtracting(threads), notified: notified.union(threads))
    }

    /// Whom a notification of so many may wake.
    private func choices(of count: Int) -> [Set<Int>] {
        (0..<min(count, waiting.count)).reduce([[]]) { choices, _ in
            Set(choices.flatMap { choice in waiting.subtracting(choice).map { choice.union([$0]) } })
                .map { $0 }
        }
    }
}

extension Specification<ConditionModel> {
    private static func wait(isTimed: Bool) -> [ConditionModel.Operation] {
        [.acquire, .park, .wake(isTimed: isTimed), .retake, .release]
    }

    static let condition = Specification(
        name: "Condition", model: ConditionModel(),
        alphabet: [
            wait(isTimed: false), wait(isTimed: true), [.acquire, .notify(1), .release],
            [.acquire, .notify(2), .release], [.notify(1)],
        ]
    ) {
        let condition = Condition(Lock())
        return { operation in
            switch operation {
            case .acquire: try condition.acquire()
            case .release: do { try condition.release() } catch { return .refused }
            case .park, .retake: break
            case .wake(let isTimed):
                return .flag(try condition.wait(timeout: isTimed ? .seconds(1) : nil))
            case .notify(let count):
                do { try condition.notify(count) } catch { return .refused }
            }
            return .done
        }
    }
}
