import Synchronization

/// A variable of which every thread has its own value, as Python's `threading.local`.
///
/// A thread's value is made when the thread first asks for it, and goes when the thread ends.
public final class ThreadLocal<Value>: Sendable {
    private let key = keys.add(1, ordering: .relaxed).newValue
    private let initial: @Sendable () -> Value

    /// A variable that is `initial()` in every thread that has not set it.
    public init(_ initial: @escaping @Sendable () -> Value) {
        self.initial = initial
    }

    /// The calling thread's value. Never blocks.
    public var value: Value {
        get {
            let thread = Thread.current
            // In two steps: a cast alone takes a value that is missing for an optional that is nil.
            if let stored = thread.locals[key], let value = stored as? Value { return value }
            let value = initial()
            thread.locals[key] = value
            return value
        }
        set { Thread.current.locals[key] = newValue }
    }
}

/// How many thread-local variables have been made. Their addresses would not do as keys: one may be used again
/// while some thread still has a value for the variable that was there before.
private let keys = Atomic<Int>(0)
