public import Events

/// What a thread is about to do. Counts no references, since an exploration copies millions of them: the thread is
/// waiting, or running, for as long as its intent is of interest, and so keeps both itself and the object.
public struct Intent {
    @usableFromInline package let caller: Unmanaged<Thread>
    @usableFromInline package let target: Unmanaged<GuardedObject>
    /// What.
    public let action: Action
    /// Whether it fails if the thread is interrupted.
    public let isInterruptible: Bool
    /// How long it waits at most for the action's guard; nil waits for ever, zero or less does not wait.
    public let timeout: Duration?
    /// Whether a trace shows it.
    public let isShown: Bool
    /// The caller's file, as `#fileID`; empty if no line of the program does it.
    let file: StaticString
    let line: UInt

    /// From which line; nil if no line of the program does it.
    public var source: SourceLine? { thread.source(file, line) }
    /// The number of that line; 0 if there is none. Cheaper than the line.
    package var lineNumber: UInt { caller._withUnsafeGuaranteedRef { $0.position?.line } ?? line }

    /// A number that says which line of which file it is.
    package var site: Int {
        var hasher = Hasher()
        if let position = caller._withUnsafeGuaranteedRef({ $0.position }) {
            hasher.combine(position.file)
            hasher.combine(position.line)
        } else {
            // To hash the name would cost more than the step; the compiler's literal is where it is.
            hasher.combine(file.hasPointerRepresentation ? UInt(bitPattern: file.utf8Start) : 0)
            hasher.combine(line)
        }
        return hasher.finalize()
    }

    /// Who.
    public var thread: Thread { caller.takeUnretainedValue() }
    /// On what.
    public var object: GuardedObject { target.takeUnretainedValue() }
}

/// The file of what no line of the user's program does: a worker takes a job, a thread ends.
@usableFromInline let nowhere: StaticString = ""
