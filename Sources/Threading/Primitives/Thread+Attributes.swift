import Events

extension Thread {
    /// Its name in traces and messages; `Thread-1`, `Thread-2` ... for those that were given none.
    public final var name: String { settled { $0.label } }

    /// Whether its run may end without it.
    public final var isDaemon: Bool { settled { $0.endsWithRun } }

    /// Gives the thread another name, for a class that settles it after `init`. Never blocks. Unlike in Python, a thread
    /// that has been started keeps its name: traces know it by one.
    ///
    /// - Throws: `ThreadError.isStarted`.
    public final func setName(_ name: String) throws(ThreadError) {
        try change {
            $0.attributes.name = name
            $0.life.rename(name)
        }
    }

    /// Says whether the thread's run may end without it. Never blocks.
    ///
    /// - Throws: `ThreadError.isStarted`.
    public final func setDaemon(_ isDaemon: Bool) throws(ThreadError) {
        try change { $0.attributes.isDaemon = isDaemon }
    }

    /// Gives the thread a stack of another size than the usual 512 KiB, for what recurs deeply. Never blocks. Fibers have
    /// stacks of one size, whatever is asked for.
    ///
    /// - Parameter bytes: how many, from 32 KiB to 1 TiB. If the system has not as many, `start()` is refused.
    /// - Throws: `ThreadError.badArgument`, `.isStarted`.
    public final func setStackSize(_ bytes: Int) throws(ThreadError) {
        let size: Int
        do {
            size = try ArgumentError.check(bytes, isIn: 32 << 10...1 << 40, as: "stack size", of: name)
        } catch {
            throw .badArgument(error)
        }
        try change { $0.attributes.stackSize = size }
    }

    /// The first thread of the calling thread's run, and outside of runs that of the process, as Python's `main_thread()`.
    public static var main: Thread {
        let caller = current
        return caller.firstOfItsRun ?? ofProcess
    }

    /// The first thread of its run, which may be itself; nil if it belongs to none.
    final var firstOfItsRun: Thread? { first ?? (engine === FreeEngine.shared ? nil : self) }

    /// What the thread is called, without an action: inside its life's critical section, or of a thread that has been
    /// started.
    package final var label: String { attributes.name ?? "Thread-\(makerPath)\(ordinal)" }

    /// Whether the thread is a daemon, as `label`.
    package final var endsWithRun: Bool { attributes.isDaemon }

    /// The size of the thread's stack in bytes, as `label`.
    package final var stackSize: Int { attributes.stackSize ?? OSThread.usualStackSize }

    /// What is so once the thread has been started. Until then others may change it, so that to look is an action of all
    /// but the thread itself.
    private func settled<Value>(_ value: (Thread) -> Value) -> Value {
        if Thread.calling._withUnsafeGuaranteedRef({ $0 === self }) { return value(self) }
        return life.perform(quietly: .read) { _ in value(self) }
    }

    private func change(_ change: (Thread) -> Void) throws(ThreadError) {
        let isNew = life.perform(quietly: .write) { life in
            guard life.stage == .new else { return false }
            change(self)
            return true
        }
        if !isNew { throw .isStarted(thread: label) }
    }
}
