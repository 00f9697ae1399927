/// A pool's worker. It holds on to the core of its pool for as long as it works, and no longer: the core holds its workers.
final class PoolWorker: Thread, @unchecked Sendable {  // what is not constant is locked
    private let employer: Locked<PoolCore?>

    init(of core: PoolCore, name: String) {
        employer = Locked(core)
        super.init(name: name, daemon: false)
    }

    /// The pool, until the worker leaves it.
    var core: PoolCore? { employer.withLock { $0 } }

    override func run() throws {
        // Taken out first, since letting go of it must not happen inside.
        defer { _ = employer.withLock { $0.take() } }
        try core?.work()
    }
}
