import CThreading
public import Events
import Scheduling
public import Threading
import Tracing

// What guarded objects and threads call, apart from taking turns.
extension FiberEngine {
    /// Unless it repeats a program without leaving a trace.
    public var recording: (any RecordingEngine)? { isRecording ? self : nil }

    /// The live threads, in the order of their numbers.
    public var threads: [Thread] {
        turns.line.compactMap { $0._withUnsafeGuaranteedRef { $0.thread?.takeUnretainedValue() } }
            .sorted { $0.id < $1.id }
    }

    /// 0 for the main thread; 1, 2 ... for the others in the order in which they are made, if nothing is explored.
    public func nextThreadID() -> ThreadID {
        guard let maker = turns.current else { return 0 }
        defer { maker.threadsMade += 1 }
        return identities.thread(maker.threadsMade, of: maker.threadID)
    }

    /// Where a scheduler decides who acts, each thread counts what it makes by itself: to make something is no step, so a
    /// number must not tell who was first.
    private var counter: Fiber? { scheduler == nil ? nil : turns.current }

    /// Which of those that their maker counts it is.
    public var makerPath: String { counter.map { identities.path(of: $0.threadID) } ?? "" }

    /// Of those whom the same thread has made, or, where nobody decides, all.
    public func nextUnnamed(_ kind: ObjectKind) -> Int {
        guard let counter else {
            turns.unnamed[kind, default: 0] += 1
            return turns.unnamed[kind, default: 0]
        }
        if kind == .pool {
            counter.unnamedPoolsMade += 1
            return counter.unnamedPoolsMade
        }
        counter.unnamedThreadsMade += 1
        return counter.unnamedThreadsMade
    }

    /// Adds an object to the trace. The first is the main thread, which no thread makes.
    public func register(_ kind: ObjectKind, variant: Int, name: String?) -> (ObjectID, Int) {
        guard let maker = counter else {
            return isRecording ? roster.withLock { $0.objects.add(kind, name: name) } : (0, 1)
        }
        // By kind and variant: of what has the same number in all executions, the same actions commute.
        let place = Int(unsafeBitCast(kind, to: UInt8.self)) * Identities.variants
        let ordinal = (0..<Identities.variants).reduce(1) { $0 + Int(maker.objectsMade[place + $1]) }
        let index = Int(maker.objectsMade[place + variant])
        maker.objectsMade[place + variant] += 1
        if !isRecording {
            return (identities.object(index, in: place + variant, of: maker.threadID), ordinal)
        }
        let path = identities.path(of: maker.threadID)
        let (id, _) = roster.withLock { $0.objects.add(kind, name: name ?? kind.name(ordinal, after: path)) }
        return (id, ordinal)
    }

    /// Has the trace call an object by another name.
    public func rename(_ object: ObjectID, to name: String) {
        roster.withLock { $0.objects.rename(object, to: name) }
    }

    /// Keeps who looks, for whoever asks whether the run says all.
    public func noteLookAtAll() { if let looker = turns.current { turns.lookers.add(looker.threadID) } }

    /// Whether anybody has looked at all threads while another started some.
    public var looksBesideStarts: Bool { turns.lookers.areBeside(turns.starts.starters) }

    /// Whether a thread was refused its start.
    public var metThreadLimit: Bool { turns.metThreadLimit }

    /// Finds a fiber for a thread, unless there are too many threads.
    public func admit(_ thread: Thread) throws(ThreadError) {
        if turns.line.count >= threadLimit {
            turns.metThreadLimit = true
            throw .limitReached(thread: thread.label, limit: threadLimit)
        }
        let kept = try fibers.take(for: thread, engine: self)
        let fiber = kept.takeUnretainedValue()
        if let starter = turns.current {
            scheduler?.noteOrder(from: starter.threadID, to: thread.id)
            turns.starts.note(thread.id, by: starter.threadID)
        }
        fiber.ordinal = turns.threads
        fiber.spuriousWakeups = scheduler == nil ? 0 : choices.spuriousWakeups
        fiber.time = turns.current?.time ?? 0
        fiber.random = SplitMix64(
            seed: seed &+ identities.lineage(of: thread.id) &* 0xD1B5_4A32_D192_ED03)
        turns.threads += 1
        thread.attachment = fiber
        if isRecording { roster.withLock { $0.threads.append(thread) } }
        turns.line.append(kept)
        turns.liveNonDaemons += thread.endsWithRun ? 0 : 1
        // A thread that starts while its run is being stopped is to unwind like the others.
        if turns.isStopping { thread.interrupt() }
    }

    /// Lets an admitted thread begin when its turn comes.
    public func launch(_ thread: Thread) {
        guard let fiber = thread.attachment as? Fiber else {
            preconditionFailure("\(thread.label) is launched without having been admitted")
        }
        if !turns.isStopping { turns.fresh.append(.passUnretained(fiber)) }
    }

    /// Keeps the error, for whoever asks what the run came to.
    public func note(_ error: any Error, ending thread: Thread) { failures.note(error, ending: thread) }

    /// Nanoseconds since the run began, by its clock. Where there is no time, what the calling thread has slept so far.
    public func now() -> Int64 {
        switch clock {
        case .wall: lockstep_monotonic_ns() - startedAt
        case .virtual: turns.time
        case .free: turns.current?.time ?? 0
        }
    }

    /// Every thread has numbers of its own, so that none depend on whose turn it is.
    public func random() -> UInt64 {
        guard let fiber = turns.current else { return seed }
        return fiber.random.next()
    }

    /// Appends an event to the journal.
    ///
    /// Where time stands still while threads act, each event is shown a microsecond after the one before: a picture
    /// needs room for it.
    public func record(_ occurrence: Occurrence) {
        guard isRecording, turns.end != .givenUp else { return }
        // Who has something to say has got on, whether anybody sees by what.
        if occurrence.action == .output { turns.current?.repetition.forget() }
        var at = now()
        if clock != .wall {
            at = max(at, turns.lastEvent + 1_000)
            turns.lastEvent = at
        }
        recorder.record(occurrence, at: at, in: journal)
    }
}
