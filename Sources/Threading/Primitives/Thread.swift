import CThreading
public import Events
import Synchronization

/// One flow of control, as Python's `threading.Thread`.
///
/// | Python | here |
/// |---|---|
/// | `Thread(target=f, name=n, daemon=d)` | `Thread(name: n, daemon: d) { f() }` |
/// | `start()`, `run()`, `join(timeout)` | `start()`, `run()`, `join(timeout:)` |
/// | `name`, `ident`, `native_id`, `is_alive()`, `daemon` | `name`, `id`, `nativeID`, `isAlive`, `isDaemon` |
/// | `t.name = n`, `t.daemon = d`, `stack_size(n)` before the start | `setName(_:)`, `setDaemon(_:)`, `setStackSize(_:)` |
/// | `current_thread()`, `main_thread()` | `Thread.current`, `Thread.main` |
/// | `enumerate()`, `active_count()` | `Thread.enumerate()`, `Thread.activeCount` |
/// | `excepthook` | `Thread.excepthook` |
///
/// A thread belongs to the engine of the thread that made it. An error that leaves `run()` ends the thread and
/// harms no other; the trace's `end` event carries it, and a program that leaves one uncaught has failed. Outside of runs it
/// goes to `Thread.excepthook`. Unlike in Python, a process ends with its main thread, whoever else there is: it calls
/// `Thread.joinAll()` last to wait for them. Nor is a daemon thread cut off in the middle when its run ends: it is interrupted, and unwinds; unless it goes on in a
/// loop of actions that cannot throw.
open class Thread: @unchecked Sendable {  // what is not constant says below who may touch it
    /// What is settled when the thread is started: it changes inside the critical section of `life`, and no more after that.
    @exclusivity(unchecked) final nonisolated(unsafe) var attributes: ThreadAttributes
    /// Which it is of those without a name, from 1; 0 if it has one.
    let ordinal: Int
    /// What stands before that, if its maker counts the threads that it makes.
    let makerPath: String
    /// Its number in its run.
    public let id: ThreadID
    /// The thread that made it, in the same run.
    public let parent: ThreadID?
    /// The first thread of its run; nil if it is that one, or belongs to none.
    let first: Thread?
    /// Whether this library did not start it.
    let isAdopted: Bool
    /// What carries it.
    public let engine: any Engine

    /// Where an engine of OS threads lets it sleep.
    public let parker = Parker()
    /// Whatever its engine keeps for it: set when the engine admits the thread, and constant from then on.
    public final var attachment: AnyObject? {
        get { attached }
        set { attached = newValue }
    }
    @exclusivity(unchecked) private final nonisolated(unsafe) var attached: AnyObject?
    /// The values of `ThreadLocal`s. Only the thread itself touches them.
    @exclusivity(unchecked) final nonisolated(unsafe) var locals: [Int: AnyLocalSlot] = [:]
    /// How many of them there may be before those are looked for whose variables are gone. Only the thread itself.
    @exclusivity(unchecked) final nonisolated(unsafe) var localsToSweep = 16

    /// The line of a program that is only known while it runs, as an interpreter's: as long as it is set, it stands in
    /// traces for the line of Swift from which the thread acts. Only the thread itself touches it.
    public final var position: SourceLine? {
        get { positioned }
        set {
            positioned = newValue
            isPositioned = newValue != nil
        }
    }
    @exclusivity(unchecked) private final nonisolated(unsafe) var positioned: SourceLine?
    /// Looked at with each event of each thread, most of which have no such line.
    @exclusivity(unchecked) private final nonisolated(unsafe) var isPositioned = false

    package let life: Guarded<ThreadLife>
    private let kernelID = Synchronization.Atomic<Int32>(0)
    /// What the thread has to heed before it acts. One look at it is all that an action costs those who have nothing to.
    private let heeds: Synchronization.Atomic<UInt8>
    private static let interruption: UInt8 = 1
    private static let government: UInt8 = 2
    private let body: Mutex<(@Sendable () throws -> Void)?>

    /// A thread that will run `body` once it is started.
    ///
    /// - Parameters:
    ///   - name: `Thread-1`, `Thread-2` ... unless it is given, counting those alone that are given none; in a simulation, those
    ///     of the same maker, so that the first that `Thread-2` makes is `Thread-2.1`.
    ///   - daemon: whether the run may end while the thread lives; as its maker unless it is given.
    public convenience init(
        name: String? = nil, daemon: Bool? = nil, _ body: @escaping @Sendable () throws -> Void
    ) {
        let maker = Thread.current
        self.init(engine: maker.engine, name: name, parent: maker.id, daemon: daemon ?? maker.isDaemon, body)
    }

    /// A thread whose class overrides `run()`.
    public init(name: String? = nil, daemon: Bool? = nil) {
        let maker = Thread.current
        engine = maker.engine
        id = engine.nextThreadID()
        attributes = ThreadAttributes(name: name, isDaemon: daemon ?? maker.isDaemon)
        ordinal = name == nil ? engine.nextUnnamed(.thread) : 0
        makerPath = name == nil ? engine.makerPath : ""
        parent = maker.id
        first = maker.firstOfItsRun
        heeds = Self.heeds(of: engine)
        isAdopted = false
        life = ThreadLife.guarded(of: id, name: name, "\(makerPath)\(ordinal)", engine: engine)
        body = Mutex(nil)
    }

    /// A thread of a given engine; how an engine makes a run's first thread.
    public convenience init(
        engine: any Engine, name: String?, parent: ThreadID?, daemon: Bool,
        _ body: @escaping @Sendable () throws -> Void
    ) {
        self.init(
            engine: engine, name: name, parent: parent, daemon: daemon, isAdopted: false, body)
    }

    init(
        engine: any Engine, name: String?, parent: ThreadID?, daemon: Bool, isAdopted: Bool,
        _ body: @escaping @Sendable () throws -> Void
    ) {
        self.isAdopted = isAdopted
        self.engine = engine
        id = engine.nextThreadID()
        attributes = ThreadAttributes(name: name, isDaemon: daemon)
        ordinal = name == nil ? engine.nextUnnamed(.thread) : 0
        makerPath = name == nil ? engine.makerPath : ""
        self.parent = parent
        first = parent.flatMap { _ in Thread.current.firstOfItsRun }
        heeds = Self.heeds(of: engine)
        life = ThreadLife.guarded(of: id, name: name, "\(makerPath)\(ordinal)", engine: engine)
        self.body = Mutex(body)
    }

    /// What the thread does: the closure it was made with, unless a subclass overrides it. Call `start()` instead.
    open func run() throws {
        let body = body.withLock { $0.take() }
        try body?()
    }

    /// The number by which the kernel knows the thread; nil before it has begun to run.
    public final var nativeID: Int? {
        let id = kernelID.load(ordering: .acquiring)
        return id == 0 ? nil : Int(id)
    }

    /// Whether the thread was asked to stop.
    public final var isInterrupted: Bool { heeds.load(ordering: .relaxed) & Self.interruption != 0 }

    /// Whether the thread must look twice before it acts: it was asked to stop, or its engine has a say in it.
    @usableFromInline final var heedsAnything: Bool { heeds.load(ordering: .relaxed) != 0 }

    /// What the threads of an engine have to heed from their beginning.
    private static func heeds(of engine: any Engine) -> Synchronization.Atomic<UInt8> {
        Synchronization.Atomic(engine.governs ? government : 0)
    }

    /// Asks the thread to stop: whatever it waits for, and every later action that could block, throws. For good.
    public final func interrupt() { Thread.interrupt([self]) }

    /// Asks several threads to stop, as one: all are told before any is woken, so that none of them still gets what
    /// another lets go in unwinding.
    public static func interrupt(_ threads: [Thread]) {
        for thread in threads { thread.heeds.bitwiseOr(interruption, ordering: .releasing) }
        for thread in threads { thread.engine.unblock(thread) }
    }

    /// Throws if the calling thread was asked to stop. For loops that compute without any guarded action: where threads
    /// take turns, others may go first.
    public static func checkInterruption() throws(Interrupted) {
        let thread = current
        thread.engine.attend(to: thread, yielding: true)
        if thread.isInterrupted { throw .interrupted }
    }

    /// The line from which the thread acts, told by the line of Swift; nil if no line of a program does it.
    final func source(_ file: StaticString, _ line: UInt) -> SourceLine? {
        let written = SourceLine(file: file, line: line)
        // What no line of Swift does, no line of an interpreted program does either.
        return isPositioned && written != nil ? positioned : written
    }

    /// Takes note of what the thread does alone.
    final func record(
        _ action: Action, phase: Phase, value: TraceValue = .none, file: StaticString, line: UInt
    ) {
        guard let recorder = engine.recording else { return }
        recorder.record(
            Occurrence(
                thread: self, caller: .passUnretained(self), action: action, object: nil, phase: phase,
                state: nil, value: value, timeout: nil,
                file: file, line: line))
    }

    /// The whole life of the thread, on the thread that carries it. Only an engine calls it.
    ///
    /// - Parameter nativeID: the kernel's number for what carries the thread, if that is known and of interest.
    public final func main(nativeID: Int? = nil) {
        Thread.setCurrent(.passUnretained(self))
        if let nativeID { kernelID.store(Int32(nativeID), ordering: .releasing) }
        var failure = TraceValue.none
        do { try run() } catch {
            // What leaves an interrupted thread is the interruption, under whatever name.
            if !isInterrupted {
                failure = .text(String(describing: error))
                engine.note(error, ending: self)
            }
        }
        if !locals.isEmpty { leaveLocals() }
        life.perform(.end, waking: .all, file: nowhere, line: 0, value: { _ in failure }) {
            $0.stage = .ended
        }
        lockstep_slot_set(nil)
    }

    /// Says who the calling thread is from now on: for an engine that carries several threads on one of the operating
    /// system's. The thread must live until it is replaced.
    package static func setCurrent(_ thread: Unmanaged<Thread>?) { lockstep_slot_set(thread?.toOpaque()) }
}

/// The state of a thread, as an object that others join.
package struct ThreadLife: GuardedState, Hashable {
    package static var kind: ObjectKind { .thread }
    package let thread: ThreadID
    package var stage = ThreadStage.new

    /// The object for a thread's life, which has the thread's name wherever a name is shown.
    static func guarded(
        of thread: ThreadID, name: String?, _ ordinal: @autoclosure () -> String, engine: any Engine
    ) -> Guarded<ThreadLife> {
        let shown = engine.recording != nil ? name ?? "Thread-\(ordinal())" : name
        return Guarded(ThreadLife(thread: thread), name: shown, engine: engine)
    }

    package var shown: ObjectState { .thread(stage, thread: thread) }
    /// Who joins a thread waits for that thread itself.
    package var holder: ThreadID? { stage == .ended ? nil : thread }
    /// Nobody can end for another.
    package var onlyHolder: ThreadID? { holder }

    /// Who joins changes nothing. What is read of a thread is written before it is started, and concerns nothing else.
    package func commute(_ first: Action, _ second: Action) -> Bool {
        if first == .read || second == .read { return first != .write && second != .write }
        return first.isLook(or: .join) && second.isLook(or: .join)
    }
}
