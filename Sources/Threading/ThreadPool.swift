// STAND-IN, to be dropped when the real Threading module is merged.
import Glibc

public enum PoolError: Error, Sendable {
    case full(pool: String, limit: Int)
    case shutDown(pool: String)
}

public final class ThreadPool: @unchecked Sendable {
    private let workers: Int
    private let queueLimit: Int?
    private let name: String
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var jobs: [@Sendable () -> Void] = []
    private var head = 0
    private var idle = 0
    private var threads: [pthread_t] = []
    private var closed = false

    public init(workers: Int, queueLimit: Int? = nil, name: String = "pool") {
        self.workers = workers
        self.queueLimit = queueLimit
        self.name = name
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    public func execute(_ job: @escaping @Sendable () -> Void) throws(PoolError) {
        pthread_mutex_lock(mutex)
        if closed {
            pthread_mutex_unlock(mutex)
            throw .shutDown(pool: name)
        }
        if let queueLimit, jobs.count - head >= queueLimit {
            pthread_mutex_unlock(mutex)
            throw .full(pool: name, limit: queueLimit)
        }
        jobs.append(job)
        let pending = jobs.count - head
        var wake = false
        if idle > 0, pending <= idle {
            wake = true
        } else if idle < pending, threads.count < workers {
            var thread = pthread_t()
            pthread_create(
                &thread, nil,
                { Unmanaged<ThreadPool>.fromOpaque($0!).takeUnretainedValue().work(); return nil },
                Unmanaged.passUnretained(self).toOpaque())
            threads.append(thread)
        }
        pthread_mutex_unlock(mutex)
        if wake { pthread_cond_signal(condition) }
    }

    private func work() {
        pthread_mutex_lock(mutex)
        while true {
            if head < jobs.count {
                let job = jobs[head]
                jobs[head] = {}
                head += 1
                if head == jobs.count {
                    jobs.removeAll(keepingCapacity: true)
                    head = 0
                }
                pthread_mutex_unlock(mutex)
                job()
                pthread_mutex_lock(mutex)
            } else if closed {
                break
            } else {
                idle += 1
                pthread_cond_wait(condition, mutex)
                idle -= 1
            }
        }
        pthread_mutex_unlock(mutex)
    }

    public func shutdown(wait: Bool = true, cancelPending: Bool = false) {
        pthread_mutex_lock(mutex)
        closed = true
        if cancelPending { jobs.removeAll(); head = 0 }
        let joined = threads
        threads = []
        pthread_mutex_unlock(mutex)
        pthread_cond_broadcast(condition)
        if wait { for thread in joined { pthread_join(thread, nil) } }
    }
}
