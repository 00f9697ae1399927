import LockstepTestKit
import Threading

/// A lock that anybody may release.
struct LockModel: SequentialModel {
    var isHeld = false

    enum Operation { case acquire, acquireSoon, release, isLocked }

    func answers(to operation: Operation, by thread: Int) -> [(answer: Answer, next: LockModel)] {
        switch operation {
        case .acquire, .acquireSoon:
            waiting(isTimed: operation == .acquireSoon, unless: !isHeld) { changing { $0.isHeld = true } }
        case .release: isHeld ? changing { $0.isHeld = false } : keeping(.refused)
        case .isLocked: keeping(.flag(isHeld))
        }
    }
}

extension Specification<LockModel> {
    static let lock = Specification(
        name: "Lock", model: LockModel(), alphabet: [[.acquire], [.acquireSoon], [.release], [.isLocked]],
        closing: [.isLocked]
    ) {
        let lock = Lock()
        return { operation in
            switch operation {
            case .acquire: return try lock.acquire() ? .done : .timedOut
            case .acquireSoon: return try lock.acquire(timeout: .seconds(1)) ? .done : .timedOut
            case .release: do { try lock.release() } catch { return .refused }
            case .isLocked: return .flag(lock.isLocked)
            }
            return .done
        }
    }
}

/// A lock that its owner may take again.
struct RLockModel: SequentialModel {
    var owner: Int?
    var count = 0

    enum Operation { case acquire, tryAcquire, release }

    func answers(to operation: Operation, by thread: Int) -> [(answer: Answer, next: RLockModel)] {
        switch operation {
        case .acquire, .tryAcquire:
            waiting(isTimed: operation == .tryAcquire, unless: owner == nil || owner == thread) {
                changing { ($0.owner, $0.count) = (thread, count + 1) }
            }
        case .release:
            owner == thread
                ? changing { ($0.owner, $0.count) = (count == 1 ? nil : thread, count - 1) }
                : keeping(.refused)
        }
    }
}

extension Specification<RLockModel> {
    static let rlock = Specification(
        name: "RLock", model: RLockModel(), alphabet: [[.acquire], [.tryAcquire], [.release]],
        closing: [.tryAcquire]
    ) {
        let lock = RLock()
        return { operation in
            switch operation {
            case .acquire: return try lock.acquire() ? .done : .timedOut
            case .tryAcquire: return try lock.tryAcquire() ? .done : .timedOut
            case .release: do { try lock.release() } catch { return .refused }
            }
            return .done
        }
    }
}

/// A number of permits, which may be limited.
struct SemaphoreModel: SequentialModel {
    var permits = 1
    var bound: Int?

    enum Operation: Hashable { case acquire, acquireSoon, release(Int) }

    func answers(to operation: Operation, by thread: Int) -> [(answer: Answer, next: SemaphoreModel)] {
        switch operation {
        case .acquire, .acquireSoon:
            waiting(isTimed: operation == .acquireSoon, unless: permits > 0) { changing { $0.permits -= 1 } }
        case .release(let count):
            permits + count > bound ?? .max ? keeping(.refused) : changing { $0.permits += count }
        }
    }
}

extension Specification<SemaphoreModel> {
    static let semaphore = Specification(
        name: "Semaphore", model: SemaphoreModel(),
        alphabet: [[.acquire], [.acquireSoon], [.release(1)], [.release(2)]],
        closing: [.acquireSoon, .acquireSoon, .acquireSoon]
    ) {
        let semaphore = try Semaphore(1)
        return { operation in
            switch operation {
            case .acquire: return try semaphore.acquire() ? .done : .timedOut
            case .acquireSoon: return try semaphore.acquire(timeout: .seconds(1)) ? .done : .timedOut
            case .release(let count): try semaphore.release(count)
            }
            return .done
        }
    }

    static let boundedSemaphore = Specification(
        name: "BoundedSemaphore", model: SemaphoreModel(bound: 1),
        alphabet: [[.acquire], [.acquireSoon], [.release(1)]], closing: [.acquireSoon, .acquireSoon]
    ) {
        let semaphore = try BoundedSemaphore(1)
        return { operation in
            switch operation {
            case .acquire: return try semaphore.acquire() ? .done : .timedOut
            case .acquireSoon: return try semaphore.tryAcquire() ? .done : .timedOut
            case .release(let count): do { try semaphore.release(count) } catch { return .refused }
            }
            return .done
        }
    }
}
