import CThreading
public import Events
import Glibc

extension Thread {
    /// Starts the thread. Does not wait for it.
    ///
    /// - Throws: `ThreadError.alreadyStarted`; `.limitReached` if the run may have no more threads;
    ///   `.refusedBySystem`; `.interrupted` if the calling thread was asked to stop: threads that each start the
    ///   next could otherwise never be stopped.
    public final func start(file: StaticString = #fileID, line: UInt = #line) throws(ThreadError) {
        // Recorded in the new thread's name, and before it runs: all that its starter did until here happens
        // before all that it does.
        let starter = Thread.current
        starter.engine.attend(to: starter, yielding: false)
        if starter.isInterrupted { throw .interrupted }
        let shown = starter.engine === engine ? TraceValue.integer(starter.id) : .none
        try life.perform(.start, as: self, file: file, line: line, value: { _ in shown }) {
            (life) throws(ThreadError) in
            guard life.stage == .new else { throw .alreadyStarted(thread: label) }
            try engine.admit(self)
            life.stage = .running
        }
        do { try engine.launch(self) } catch {
            life.perform(.end, as: self, waking: .all, file: file, line: line) { $0.stage = .ended }
            throw error
        }
    }

    /// Waits until the thread has ended.
    ///
    /// - Parameter timeout: how long to wait at most; nil waits for ever, zero does not wait.
    /// - Returns: whether the thread has ended.
    /// - Throws: `ThreadError.notStarted`, `.joinsItself`, or `.interrupted`.
    @discardableResult
    public final func join(
        timeout: Duration? = nil, file: StaticString = #fileID, line: UInt = #line
    ) throws(ThreadError) -> Bool {
        if Thread.current === self { throw .joinsItself(thread: label) }
        return try life.perform(
            .join, within: timeout, file: file, line: line, when: { $0.stage != .running }
        ) {
            (life) throws(ThreadError) -> Void in
            if life.stage == .new { throw .notStarted(thread: label) }
        } != nil
    }

    /// Whether the thread has been started and has not ended.
    public final var isAlive: Bool {
        life.perform(.inspect, file: nowhere, line: 0) { $0.stage == .running }
    }

    /// The calling thread. A thread that this library did not start has a `Thread` too, made when it first asks.
    public static var current: Thread { calling.takeUnretainedValue() }

    /// The calling thread, without a reference of the caller's own: it lives for as long as it runs, and to count
    /// references to it would double what an action costs.
    @usableFromInline
    @inline(__always)
    static var calling: Unmanaged<Thread> {
        if let slot = lockstep_slot_get() { return .fromOpaque(slot) }
        return adopt()
    }

    /// The calling thread's number.
    @usableFromInline
    @inline(__always)
    static var callingID: ThreadID { calling._withUnsafeGuaranteedRef { $0.id } }

    /// The live threads of the calling thread's run, itself included, in the order of their start.
    public static func enumerate() -> [Thread] {
        // Its engine counts a thread a little longer than it lives, but who has joined it must not see it any more.
        let caller = current
        // A step of its own: others may start threads before it is looked who is there.
        caller.life.perform(quietly: .inspect) { _ in }
        caller.engine.controlling?.noteLookAtAll()
        let alive = caller.engine.threads.filter { thread in
            thread.life.perform(quietly: .inspect) { $0.stage == .running }
        }
        // One event for all, which also tells that the others have ended.
        caller.life.note(.inspect, value: .list(alive.map { .integer($0.id) }))
        return alive
    }

    /// How many threads of the calling thread's run are alive, itself included.
    public static var activeCount: Int { enumerate().count }

    /// What a run's first thread is called, and the process's.
    public static var mainName: String { "MainThread" }

    /// The process's first thread, whoever asks for it first.
    static let ofProcess = foreign(named: mainName)

    /// A thread that this library did not start.
    private static func foreign(named name: String) -> Thread {
        let thread = Thread(
            engine: FreeEngine.shared, name: name, parent: nil, daemon: false, isAdopted: true
        ) {}
        // No action: which thread the calling one is, is being found out.
        thread.life.peek { $0.stage = .running }
        FreeEngine.shared.admit(thread)
        return thread
    }

    @inline(never)
    private static func adopt() -> Unmanaged<Thread> {
        let isFirst = OSThread.currentID == Int(getpid())
        let thread = isFirst ? ofProcess : foreign(named: "Dummy-\(FreeEngine.shared.nextAdopted())")
        let kept = Unmanaged.passRetained(thread)
        lockstep_slot_adopt(kept.toOpaque()) { released in
            guard let released else { return }
            let thread = Unmanaged<Thread>.fromOpaque(released).takeRetainedValue()
            // Once more the calling thread: what its values do in going is done by it.
            Thread.setCurrent(.passUnretained(thread))
            thread.leaveLocals()
            FreeEngine.shared.forget(thread)
            thread.life.perform(.end, waking: .all, file: nowhere, line: 0) { $0.stage = .ended }
            Thread.setCurrent(nil)
        }
        return kept
    }
}

/// Why a thread cannot be started or joined.
public enum ThreadError: InterruptibleError, Hashable, CustomStringConvertible {
    /// A thread can be started once only.
    case alreadyStarted(thread: String)
    /// A thread that was never started would be waited for for ever.
    case notStarted(thread: String)
    /// A thread that waited for itself would wait for ever.
    case joinsItself(thread: String)
    /// The run has as many threads as it may have.
    case limitReached(thread: String, limit: Int)
    /// A thread that has been started stays as it is.
    case isStarted(thread: String)
    /// A thread cannot be as it should.
    case badArgument(ArgumentError)
    /// The operating system starts no more threads.
    case refusedBySystem(thread: String, reason: String)
    /// The calling thread was interrupted.
    case interrupted

    /// What went wrong, as a sentence.
    public var description: String {
        switch self {
        case .alreadyStarted(let thread): "\(thread) cannot be started: it has been started before."
        case .notStarted(let thread): "\(thread) cannot be joined: it has not been started."
        case .joinsItself(let thread): "\(thread) cannot be joined by itself: it would wait for ever."
        case .limitReached(let thread, let limit):
            "\(thread) cannot be started: a run may have \(limit) threads at once."
        case .isStarted(let thread): "\(thread) cannot be changed: it has been started."
        case .badArgument(let error): error.description
        case .refusedBySystem(let thread, let reason): "\(thread) cannot be started: \(reason)."
        case .interrupted: Interrupted.interrupted.description
        }
    }
}
