package import Glibc

/// A state that one thread at a time looks at, and that threads can wait for.
///
/// Over pthread's mutex rather than `Synchronization.Mutex`, which has no condition to wait on and is slow under
/// contention on Linux; nothing here is taken once per request.
///
/// `@unchecked Sendable`: every access to `state` is made with `mutex` held.
package final class Monitor<State>: @unchecked Sendable {
    private var state: State
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    package init(_ state: State) {
        self.state = state
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(changed, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    /// Looks at the state and may change it; whoever waits looks again.
    package func update<Result>(_ body: (inout State) -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer {
            pthread_mutex_unlock(mutex)
            pthread_cond_broadcast(changed)
        }
        return body(&state)
    }

    /// Waits until `body` returns something; nil after `deadline`.
    package func wait<Result>(until deadline: Deadline = .never, _ body: (inout State) -> Result?) -> Result?
    {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let result = body(&state) { return result }
            switch deadline {
            case .never:
                pthread_cond_wait(changed, mutex)
            case .at(var time):
                if pthread_cond_timedwait(changed, mutex, &time) == ETIMEDOUT { return body(&state) }
            }
        }
    }
}

/// A point on the monotonic clock, or none.
package enum Deadline {
    case never
    case at(timespec)

    package init(after timeout: Duration?) {
        guard let timeout else {
            self = .never
            return
        }
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        let (seconds, attoseconds) = timeout.components
        time.tv_sec += Int(clamping: min(seconds, 1 << 32))
        time.tv_nsec += Int(attoseconds / 1_000_000_000)
        if time.tv_nsec >= 1_000_000_000 {
            time.tv_nsec -= 1_000_000_000
            time.tv_sec += 1
        }
        self = .at(time)
    }

    /// Milliseconds until then, rounded up; -1 for never.
    var milliseconds: Int {
        guard case .at(let time) = self else { return -1 }
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        let left = (time.tv_sec - now.tv_sec) * 1_000_000_000 + time.tv_nsec - now.tv_nsec
        return max(0, (left + 999_999) / 1_000_000)
    }
}
