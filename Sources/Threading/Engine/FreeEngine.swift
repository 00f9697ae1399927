import CThreading
import Events
import Synchronization

/// The engine of threads that belong to no run: plain OS threads, untraced. Threads that this library did not
/// start, such as the process's first, belong to it as well.
final class FreeEngine: Engine {
    static let shared = FreeEngine()

    /// Numbers of threads outside a run are negative, so that they never equal a number inside one.
    private let lastID = Synchronization.Atomic<Int>(0)
    private let adopted = Synchronization.Atomic<Int>(0)
    private let unnamed = Locked<[ObjectKind: Int]>([:])
    private let live = Locked<[ThreadID: Thread]>([:])

    var threads: [Thread] { live.withLock { $0.values.sorted { $0.id > $1.id } } }

    func nextThreadID() -> ThreadID { lastID.subtract(1, ordering: .relaxed).newValue }

    /// Which of the threads that this library did not start the next one is, from 1.
    func nextAdopted() -> Int { adopted.add(1, ordering: .relaxed).newValue }

    func nextUnnamed(_ kind: ObjectKind) -> Int {
        unnamed.withLock { unnamed in
            unnamed[kind, default: 0] += 1
            return unnamed[kind, default: 0]
        }
    }

    func register(_ kind: ObjectKind, variant: Int, name: String?) -> (ObjectID, Int) { (-1, 0) }

    func admit(_ thread: Thread) { live.withLock { $0[thread.id] = thread } }

    func note(_ error: any Error, ending thread: Thread) { UncaughtError.report(error, from: .thread) }

    func launch(_ thread: Thread) throws(ThreadError) {
        do {
            try OSThread.start(named: thread.label, stackSize: thread.stackSize) { [self] in
                thread.main(nativeID: OSThread.currentID)
                forget(thread)
            }.detach()
        } catch {
            forget(thread)
            throw error
        }
    }

    func forget(_ thread: Thread) { live.withLock { _ = $0.removeValue(forKey: thread.id) } }

    func now() -> Int64 { lockstep_monotonic_ns() }
    func random() -> UInt64 { .random(in: 0 ... .max) }
    func willBlock(_ thread: Thread, on object: GuardedObject?, until deadline: Int64?) {}
    func block(_ thread: Thread, until deadline: Int64?) -> Bool { thread.parker.park(until: deadline) }
    func unblock(_ thread: Thread) { thread.parker.unpark() }
}
