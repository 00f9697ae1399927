import LockstepTestKit
import Testing
import Threading

/// Primitives that are wrong in one way each: whoever checks the right ones must find these.
@Suite struct `the specification of a primitive refuses` {
    @Test func `a semaphore that looks for a permit, and then takes it`() {
        let semaphore = Specification(
            name: "a semaphore", model: SemaphoreModel(), alphabet: [[.acquireSoon], [.release(1)]]
        ) {
            let permits = Shared(1)
            return { operation in
                switch operation {
                case .acquire, .acquireSoon:
                    let seen = try permits.read()
                    if seen == 0 { return .timedOut }
                    try permits.write(seen - 1)
                case .release(let count): try permits.write(permits.read() + count)
                }
                return .done
            }
        }
        #expect(semaphore.fault(inAnyOf: semaphore.pairs(length: 1)) != nil)
        #expect(semaphore.disorder(inAnyOf: semaphore.pairs(length: 1)) != nil)
    }

    @Test func `a comparison that looks, and then exchanges`() {
        let atomic = Specification(
            name: "an atomic", model: AtomicModel(), alphabet: [[.compareExchange(0, 1)], [.load]]
        ) {
            let value = Atomic(0)
            return { operation in
                guard case .compareExchange(let expected, let desired) = operation else {
                    return .item(try value.load())
                }
                let seen = try value.load()
                if seen != expected { return .refused }
                try value.store(desired)
                return .item(seen)
            }
        }
        #expect(atomic.fault(inAnyOf: atomic.pairs(length: 1)) != nil)
        #expect(atomic.disorder(inAnyOf: atomic.pairs(length: 1)) != nil)
    }

    @Test func `a reentrant lock that forgets how often it was taken`() {
        let lock = Specification(
            name: "a reentrant lock", model: RLockModel(), alphabet: Specification.rlock.alphabet
        ) {
            let lock = RLock()
            return { operation in
                switch operation {
                case .acquire: return try lock.acquire() ? .done : .timedOut
                case .tryAcquire: return try lock.tryAcquire() ? .done : .timedOut
                case .release:
                    do { _ = try lock.releaseAll(file: #fileID, line: #line) } catch { return .refused }
                }
                return .done
            }
        }
        #expect(lock.fault(inAnyOf: lock.pairs(length: 3)) != nil)
    }

    @Test func `an event that forgets that it was set`() {
        let event = Specification(name: "an event", model: EventModel(), alphabet: [[.wait], [.set]]) {
            let condition = Condition()
            return { operation in
                switch operation {
                case .set: try condition.withLock { try condition.notifyAll() }
                case .wait, .waitSoon: _ = try condition.withLock { try condition.wait() }
                case .clear, .isSet: break
                }
                return .done
            }
        }
        #expect(event.fault(in: [[.wait], [.set]])?.contains("deadlocked") == true)
    }

    @Test func `a queue that loses a shutdown`() {
        let queue = Specification(
            name: "a queue", model: QueueModel(order: .fifo),
            alphabet: [[.put(1)], [.get], [.shutdown(immediate: false)]]
        ) {
            let isShutDown = Shared(false)
            let perform = Specification<QueueModel>.performing(on: Queue())
            return { operation in
                if case .shutdown = operation {
                    try isShutDown.write(true)
                    return .done
                }
                return try isShutDown.read() ? .refused : perform(operation)
            }
        }
        #expect(queue.fault(in: [[.get], [.shutdown(immediate: false)]])?.contains("deadlocked") == true)
    }

    @Test func `a future that can be begun and cancelled at once`() {
        let future = Specification(name: "a future", model: FutureModel(), alphabet: [[.begin], [.cancel]]) {
            let isTaken = Shared(false)
            return { _ in
                if try isTaken.read() { return .refused }
                try isTaken.write(true)
                return .flag(true)
            }
        }
        #expect(future.fault(in: [[.begin], [.cancel]]) != nil)
    }

    @Test func `a condition whose notification wakes too many`() {
        let greedy = Specification(
            name: "a condition", model: ConditionModel(), alphabet: Specification.condition.alphabet
        ) {
            let perform = try Specification.condition.make()
            return { operation in
                if case .notify = operation { return try perform(.notify(2)) }
                return try perform(operation)
            }
        }
        let wait: [ConditionModel.Operation] = [.acquire, .park, .wake(isTimed: false), .retake, .release]
        #expect(greedy.fault(in: [wait, wait, [.acquire, .notify(1), .release]]) != nil)
    }

    /// In some order of the operations it is all right; but not in the order of time.
    @Test func `a variable that is written late, by the order of calls and returns`() {
        let variable = Specification(
            name: "a variable", model: VariableModel(), alphabet: [[.read], [.write(1)]]
        ) {
            let variable = Shared(0)
            return { operation in
                switch operation {
                case .read: return .item(try variable.read())
                case .write(let value):
                    try Thread { try variable.write(value) }.start()
                    return .done
                }
            }
        }
        #expect(variable.fault(in: [[.write(1)], [.read]]) == nil)
        #expect(variable.disorder(in: [[.write(1)], [.read]]) != nil)
    }
}
