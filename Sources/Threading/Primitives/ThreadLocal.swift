import Events
import Synchronization

/// A variable of which every thread has its own value, as Python's `threading.local`.
///
/// A thread's value is made when the thread first asks for it. It goes when the thread ends, or with the variable. What
/// goes with the thread may still use other variables, and even this one.
public final class ThreadLocal<Value>: Sendable {
    private let key = keys.add(1, ordering: .relaxed).newValue
    private let initial: @Sendable () -> Value
    /// All threads' values, so that they can go with the variable.
    private let slots = Locked<[ObjectIdentifier: LocalSlot<Value>]>([:])

    /// A variable that is `initial()` in every thread that has not set it.
    public init(_ initial: @escaping @Sendable () -> Value) {
        self.initial = initial
    }

    // Whoever has a value of the variable's in its hands holds the variable, so no thread uses one now.
    deinit {
        for slot in slots.withLock({ $0 }).values.sorted(by: { $0.thread < $1.thread }) { slot.discard() }
    }

    /// The calling thread's value. Never blocks.
    public var value: Value {
        get {
            let thread = Thread.current
            if let value = slot(of: thread)?.value { return value }
            let value = initial()
            store(value, in: thread)
            return value
        }
        set { store(newValue, in: Thread.current) }
    }

    private func slot(of thread: Thread) -> LocalSlot<Value>? {
        // The key is the variable's alone.
        thread.locals[key].map { unsafeDowncast($0, to: LocalSlot<Value>.self) }
    }

    private func store(_ value: Value, in thread: Thread) {
        if let slot = slot(of: thread) {
            slot.replace(by: value)
        } else {
            let slot = LocalSlot(value, of: self, in: thread.id)
            slots.withLock { $0[ObjectIdentifier(slot)] = slot }
            thread.locals[key] = slot
            thread.sweepLocals()
        }
    }

    fileprivate func forget(_ slot: LocalSlot<Value>) {
        _ = slots.withLock { $0.removeValue(forKey: ObjectIdentifier(slot)) }
    }
}

/// One thread's value of some variable.
class AnyLocalSlot {
    /// Whether the value is gone, because the variable is.
    var isEmpty: Bool { true }
    /// Lets go of the value, and has the variable forget it: its thread ends.
    func leave() {}
}

/// One thread's value of one variable. Only the thread asks for it, and changes it; but variable and thread may end at the
/// same time, and each wants to let go of it.
private final class LocalSlot<Value>: AnyLocalSlot, @unchecked Sendable {  // `content` is locked
    /// Whose value it is. What goes with a variable goes in this order, which is the same in each run.
    let thread: ThreadID
    private let content: Locked<Value?>
    /// Nil once the variable is gone.
    private weak let variable: ThreadLocal<Value>?

    init(_ value: Value, of variable: ThreadLocal<Value>, in thread: ThreadID) {
        self.thread = thread
        content = Locked(value)
        self.variable = variable
    }

    var value: Value? { content.withLock { $0 } }

    override var isEmpty: Bool { content.withLock { $0 == nil } }

    func replace(by value: Value) { exchange(value) }

    func discard() { exchange(nil) }

    override func leave() {
        discard()
        variable?.forget(self)
    }

    /// The old value goes when nothing is locked any more: its `deinit` may use whatever it likes.
    private func exchange(_ value: Value?) {
        let old = content.withLock { content in
            defer { content = value }
            return content
        }
        withExtendedLifetime(old) {}
    }
}

extension Thread {
    /// Lets go of the thread's values, also of those that are made in doing so. Some may come again and again; they go with
    /// the thread itself.
    func leaveLocals() {
        var rounds = 0
        while !locals.isEmpty, rounds < 8 {
            let leaving = locals
            locals = [:]
            // In the order of their variables' making: a program whose values act in going must repeat itself.
            for (_, slot) in leaving.sorted(by: { $0.key < $1.key }) { slot.leave() }
            rounds += 1
        }
    }

    /// Forgets values whose variables are gone, whenever there are twice as many as were left the last time.
    fileprivate func sweepLocals() {
        guard locals.count >= localsToSweep else { return }
        locals = locals.filter { !$0.value.isEmpty }
        localsToSweep = max(16, 2 * locals.count)
    }
}

/// How many thread-local variables have been made. Their addresses would not do as keys: one may be used again
/// while some thread still has a value for the variable that was there before.
private let keys = Synchronization.Atomic<Int>(0)
