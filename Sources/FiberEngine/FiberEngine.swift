import CFiber
import CThreading
import Events
public import Scheduling
import Synchronization
public import Threading
public import Tracing

/// The engine of fibers: all threads of a run take turns on one thread of the operating system, that of whoever calls
/// `wait(within:)`.
///
/// Without a scheduler a thread goes on until it blocks, or only repeats itself as if it did, and then the one goes on that has waited longest of those that
/// can: green threads, as greenlet and gevent have them. With one, the scheduler is asked before every action that
/// other threads can notice, and so decides the whole run: a simulation.
///
/// What no other thread can notice is no choice: a thread that starts another, ends, prints, or joins one that has
/// ended does so at once.
public final class FiberEngine: RepeatingEngine, RecordingEngine, ControllingEngine, @unchecked Sendable {
    // What follows is touched by the carrying thread of the operating system only, unless it says otherwise.

    /// Where the events go; they can be read while the run goes on.
    public let recorder: Recorder
    /// The errors that have left its threads.
    public let failures = UncaughtFailures()
    /// Whether there is a trace. An exploration does without.
    let isRecording: Bool
    /// By what time the run goes.
    public let clock: Clock
    let threadLimit: Int
    let seed: UInt64
    /// Who decides; nil for first come, first served, and once the engine has been dismissed.
    @exclusivity(unchecked) private(set) var scheduler: (any Scheduler)?
    let fibers: FiberPool
    @exclusivity(unchecked) var identities: Identities
    /// What else is a choice.
    let choices: SchedulingChoices
    /// One for all threads, since no two of them ever write at the same time.
    let journal: Journal
    /// The kernel's number for the thread that carries all others.
    let nativeID = OSThread.currentID
    let startedAt = lockstep_monotonic_ns()

    /// Exclusive because only one flow of control runs at a time; no access lasts from one turn to the next.
    @exclusivity(unchecked) var turns = Turns()
    /// Whether a thread of any run so far has looked whether another has ended.
    @exclusivity(unchecked) public internal(set) var looksForEnds = false
    /// Whether any run so far has had an invariant.
    @exclusivity(unchecked) public internal(set) var keepsInvariants = false
    /// Looks whether the run's invariants hold.
    let observer = Observer()
    /// Which of its runs goes on.
    @exclusivity(unchecked) public internal(set) var generation = 0
    /// What the scheduler is shown; kept, so that it need not be made at every choice.
    @exclusivity(unchecked) var candidates: ContiguousArray<Candidate> = []
    /// Whether it looks who acts in vain. A scheduler of an exploration without time does so by itself.
    let seesRepetition: Bool
    /// How many threads of its runs could not be brought to their ends.
    @exclusivity(unchecked) public internal(set) var abandonedThreads = 0
    /// The supervisor's flow of control, while a thread of the run has the turn.
    let host = UnsafeMutablePointer<lockstep_context>.allocate(capacity: 1)

    // What follows others may touch as well.

    /// Where the carrying thread sleeps when all threads of the run do.
    let alarm = Parker()
    let roster = Locked(Roster())

    /// Whose turn it is, and how far the run is. The fibers are kept by their pool.
    struct Turns {
        /// The live threads: longest waiting first, or, if there is a scheduler, in the order of their start.
        var line: ContiguousArray<Unmanaged<Fiber>> = []
        /// Of them, those that have not begun yet.
        var fresh: ContiguousArray<Unmanaged<Fiber>> = []
        /// The one that runs.
        unowned(unsafe) var current: Fiber?
        /// The one that the scheduler chose last; only to be compared.
        var latest: UnsafeMutableRawPointer?
        /// Its thread, if there are invariants.
        var latestThread = (id: 0, name: Thread.mainName)
        var liveNonDaemons = 0
        /// Who has looked at all threads.
        var lookers = Doers()
        /// Who has started which.
        var starts = Starts()
        /// Whether there have been more threads than there may be.
        var metThreadLimit = false
        /// Whether it has been chosen what daemons still do.
        var isClosing = false
        var end: RunEnd?
        var isStopping = false
        /// The virtual time.
        var time: Int64 = 0
        /// How many threads have been made.
        var threads = 0
        /// What the run may take; nil before somebody waits for it. Whoever waits keeps it.
        unowned(unsafe) var budget: Budget?
        /// How much has been picked since the supervisor was looked at, by threads that were looked at for it.
        var picked = 0
        /// How often a thread has gone on without anybody having been picked.
        var passes = 0
        /// How much the thread that unwinds may still do before others have their turn.
        var slice = 0
        /// How much all threads have done to unwind.
        var unwindingSteps = 0
        /// When the last event was.
        var lastEvent: Int64 = 0
        /// How many of the run's threads and pools have been made without a name, where nobody decides who acts.
        var unnamed: [ObjectKind: Int] = [:]

        /// Begins again, in the memory that is there.
        mutating func reset() {
            let (line, fresh, starts) = (line, fresh, starts)
            self = Turns()
            (self.line, self.fresh, self.starts) = (line, fresh, starts)
            self.line.removeAll(keepingCapacity: true)
            self.fresh.removeAll(keepingCapacity: true)
            self.starts.removeAll()
        }
    }

    /// Whether it was nobody, one thread, or several, who did something in a run.
    struct Doers {
        private var first: ThreadID?
        private var areSeveral = false

        mutating func add(_ thread: ThreadID) {
            if first == nil { first = thread }
            areSeveral = areSeveral || first != thread
        }

        /// Whether one of them did it beside another that did something else.
        func areBeside(_ others: Doers) -> Bool {
            guard let first, let other = others.first else { return false }
            return areSeveral || others.areSeveral || first != other
        }
    }

    /// Who has started which thread of a run, the main one aside, and when.
    struct Starts {
        /// Of a thread: who started it, and as which of all.
        struct Start {
            let starter: ThreadID
            let place: Int
        }

        private var starts: ContiguousArray<Start?> = []
        private var count = 0
        /// Whether that was one, or several.
        private(set) var starters = Doers()

        mutating func note(_ thread: ThreadID, by starter: ThreadID) {
            while starts.count <= thread { starts.append(nil) }
            starts[thread] = Start(starter: starter, place: count)
            count += 1
            starters.add(starter)
        }

        subscript(thread: ThreadID) -> Start? { thread < starts.count ? starts[thread] : nil }

        /// Begins again, in the memory that is there.
        mutating func removeAll() {
            starts.removeAll(keepingCapacity: true)
            (count, starters) = (0, Doers())
        }
    }

    /// Who was ever there.
    struct Roster {
        var threads: [Thread] = []
        var objects = ObjectRegistry()
    }

    /// An engine for one run.
    ///
    /// - Parameter scheduler: who decides; nil for first come, first served.
    public convenience init(_ settings: SimulationSettings, scheduler: (any Scheduler)? = nil) {
        self.init(
            settings, scheduler: scheduler, fibers: FiberPool(), identities: IdentityRegister(),
            isRecording: true)
    }

    /// An engine for one run, or, if it does not record, for any number of runs one after another.
    init(
        _ settings: SimulationSettings, scheduler: (any Scheduler)?, fibers: FiberPool,
        identities: IdentityRegister, isRecording: Bool
    ) {
        recorder = Recorder(limit: settings.eventLimit)
        journal = recorder.makeJournal()
        threadLimit = settings.threadLimit
        seed = settings.seed
        clock = settings.clock
        choices = settings.choices
        self.scheduler = scheduler
        self.fibers = fibers
        self.identities = Identities(identities)
        self.isRecording = isRecording
        seesRepetition = scheduler == nil || isRecording || settings.clock == .virtual
        host.initialize(to: lockstep_context())
    }

    deinit { host.deallocate() }

    /// Lets go of all that further runs would need: whoever keeps an object of a run keeps the engine, and a thread that
    /// was abandoned keeps its objects for ever.
    public func dismiss() {
        scheduler = nil
        candidates = []
        turns = Turns()
        fibers.dismiss()
    }
}

/// Engines of fibers, for explorations.
public struct Fibers: SimulatedEngines {
    /// The maker of such engines.
    public init() {}

    /// An engine for one run after another.
    public func repeating(
        _ settings: SimulationSettings, under scheduler: any Scheduler, identities: IdentityRegister
    ) -> any RepeatingEngine {
        FiberEngine(
            settings, scheduler: scheduler, fibers: FiberPool(), identities: identities, isRecording: false)
    }

    /// An engine for one run.
    public func recording(_ settings: SimulationSettings, under scheduler: any Scheduler) -> any RunEngine {
        FiberEngine(settings, scheduler: scheduler)
    }
}
