import Events
import Threading
import Tracing

/// A trace that could have happened: threads that do random things to one object of each kind, step by step.
package struct RandomTrace {
    package private(set) var builder = TraceBuilder()
    package let permits: Int
    package let capacity = 2
    package let parties = 2
    private var generator: SplitMix64
    private let threads: [ThreadID]
    private var lives: [ObjectID] = []
    private let lock, rlock, semaphore, event, condition, queue, variable, atomic, future, barrier, pool,
        timer, latch: ObjectID

    private var owner: ThreadID?
    private var rowner: (thread: ThreadID, count: Int)?
    private var available: Int
    private var isSet = false
    private var waiting: [ThreadID] = []
    private var notified: [ThreadID] = []
    private var items: [Int] = []
    private var unfinished = 0
    private var puts = 0
    private var isFinished = false
    private var jobs = 0
    private var isCancelled = false
    private var missing = 3
    private var stored = 0
    private var gathered = 0
    private var phase = 0
    /// Parties that have arrived, and in which phase.
    private var arrived: [ThreadID: Int] = [:]
    private var stages: [ThreadStage]
    /// What a blocked thread waits to do.
    private var pending: [ThreadID: Step] = [:]

    private enum Step: CaseIterable {
        case acquire, release, reacquire, rerelease, take, give, giveTwo, set, clear, look, await, hear,
            notify
        case put, get, taskDone, joinQueue, read, write, finish, result, meet, pass, start, joinThread
        case submit, work, cancel, sleep, countDown, awaitLatch, lookAtLatch, lookAtLock, lookAtQueue, tryLock
        case lookAtThread, load, store, exchange, compareInVain
    }

    package init(seed: UInt64, threads count: Int = 4, steps: Int = 120) {
        generator = SplitMix64(seed: seed)
        permits = Int(seed % 3)
        available = permits
        threads = Array(0..<count)
        stages = Array(repeating: .new, count: count)
        for thread in threads { _ = builder.thread("thread \(thread)") }
        lock = builder.object(.lock, "lock")
        rlock = builder.object(.rlock, "rlock")
        semaphore = builder.object(.semaphore, "semaphore")
        event = builder.object(.event, "event")
        condition = builder.object(.condition, "condition")
        queue = builder.object(.queue, "queue")
        variable = builder.object(.variable, "variable")
        atomic = builder.object(.atomic, "atomic")
        future = builder.object(.future, "future")
        barrier = builder.object(.barrier, "barrier")
        pool = builder.object(.pool, "pool")
        timer = builder.object(.timer, "timer")
        latch = builder.object(.latch, "latch")
        for thread in threads { lives.append(builder.object(.thread, "thread \(thread)")) }
        // Whoever looks at the semaphore first tells how many permits it began with.
        builder.start(0)
        stages[0] = .running
        builder.event(0, .acquire, semaphore, .timeout, state: .semaphore(permits: permits))
        for _ in threads.dropFirst() where Bool.random(using: &generator) { _ = start(by: 0) }
        for _ in 0..<steps { step() }
    }

    private mutating func step() {
        let running = threads.filter { stages[$0] == .running }
        guard let thread = running.randomElement(using: &generator) else { return }
        if let step = pending[thread] {
            if perform(step, thread) { pending[thread] = nil }
        } else if running.count > 1, Int.random(in: 0..<40, using: &generator) == 0 {
            builder.event(thread, .end)
            stages[thread] = .ended
        } else if arrived[thread] != nil {
            attempt(.pass, thread)
        } else if Int.random(in: 0..<4, using: &generator) == 0 {
            attempt(Bool.random(using: &generator) ? .read : .write, thread)
        } else if let step = Step.allCases.filter({ $0 != .pass }).randomElement(using: &generator) {
            attempt(step, thread)
        }
    }

    /// A step that cannot be done begins a wait, if it is one that waits.
    private mutating func attempt(_ step: Step, _ thread: ThreadID) {
        if step == .hear, !waiting.contains(thread), !notified.contains(thread) { waiting.append(thread) }
        // If all waited for whatever they cannot do, nobody would be left soon.
        if perform(step, thread) || Int.random(in: 0..<4, using: &generator) > 0 { return }
        let wait: (Action, ObjectID)? =
            switch step {
            case .acquire: (.acquire, lock)
            case .reacquire: (.acquire, rlock)
            case .take: (.acquire, semaphore)
            case .await: (.wait, event)
            case .hear: (.wait, condition)
            case .put: (.put, queue)
            case .get: (.get, queue)
            case .joinQueue: (.join, queue)
            case .result: (.get, future)
            case .meet: (.arrive, barrier)
            case .pass: (.wait, barrier)
            case .work: (.take, pool)
            case .sleep: (.wait, timer)
            case .awaitLatch: (.wait, latch)
            default: nil
            }
        guard let (action, object) = wait else { return }
        pending[thread] = step
        builder.event(thread, action, object, .wait, state: state(of: object))
    }

    private func state(of object: ObjectID) -> ObjectState {
        switch object {
        case lock: .lock(owner: owner)
        case rlock: .rlock(owner: rowner?.thread, count: rowner?.count ?? 0)
        case semaphore: .semaphore(permits: available)
        case event: .event(isSet: isSet)
        case condition: .condition(waiting: waiting, notified: notified)
        case queue:
            .queue(
                items: items.map { String($0) }, size: items.count, capacity: capacity,
                unfinished: unfinished,
                isShutDown: false)
        case future: .future(isFinished ? .finished : .pending, runner: nil)
        case barrier: .barrier(waiting: gathered, parties: parties, phase: phase, isBroken: false)
        case pool: .pool(queued: jobs, workers: threads.count, idle: 0, isShutDown: false)
        case timer: .timer(isCancelled ? .cancelled : .pending)
        case latch: .latch(count: missing)
        case atomic: .atomic(.integer(stored))
        default: .variable(.none)
        }
    }

    private mutating func done(
        _ thread: ThreadID, _ action: Action, _ object: ObjectID, value: TraceValue = .none
    ) -> Bool {
        builder.event(thread, action, object, line: UInt(thread), state: state(of: object), value: value)
        return true
    }

    /// Does a step, if it can be done now.
    private mutating func perform(_ step: Step, _ thread: ThreadID) -> Bool {
        switch step {
        case .acquire where owner == nil:
            owner = thread
            return done(thread, .acquire, lock)
        case .release where owner == thread:
            owner = nil
            return done(thread, .release, lock)
        case .reacquire where rowner == nil || rowner?.thread == thread:
            rowner = (thread, (rowner?.count ?? 0) + 1)
            return done(thread, .acquire, rlock)
        case .rerelease where rowner?.thread == thread:
            rowner?.count -= 1
            if rowner?.count == 0 { rowner = nil }
            return done(thread, .release, rlock)
        case .take where available > 0:
            available -= 1
            return done(thread, .acquire, semaphore)
        case .give, .giveTwo:
            available += step == .give ? 1 : 2
            return done(thread, .release, semaphore)
        case .set:
            isSet = true
            return done(thread, .set, event)
        case .clear:
            isSet = false
            return done(thread, .clear, event)
        case .look: return done(thread, .inspect, event)
        case .await where isSet: return done(thread, .wait, event)
        case .hear where notified.contains(thread):
            notified.removeAll { $0 == thread }
            return done(thread, .wait, condition)
        case .notify:
            let called = Array(waiting.prefix(1))
            waiting.removeFirst(called.count)
            notified += called
            return done(thread, .notify, condition, value: .list(called.map { .integer($0) }))
        case .put where items.count < capacity:
            puts += 1
            items.append(puts)
            unfinished += 1
            return done(thread, .put, queue, value: .integer(puts))
        case .get where !items.isEmpty:
            return done(thread, .get, queue, value: .integer(items.removeFirst()))
        case .taskDone where unfinished > 0:
            unfinished -= 1
            return done(thread, .taskDone, queue)
        case .joinQueue where unfinished == 0: return done(thread, .join, queue)
        case .read: return done(thread, .read, variable)
        case .write: return done(thread, .write, variable)
        case .finish where !isFinished:
            isFinished = true
            return done(thread, .finish, future)
        case .result where isFinished: return done(thread, .get, future)
        case .meet where gathered < parties: return meet(thread)
        case .pass where arrived[thread].map({ $0 < phase }) == true:
            arrived[thread] = nil
            return done(thread, .wait, barrier)
        case .submit:
            jobs += 1
            return done(thread, .submit, pool)
        case .work where jobs > 0:
            jobs -= 1
            return done(thread, .take, pool, value: .flag(true))
        case .cancel:
            isCancelled = true
            return done(thread, .cancel, timer, value: .flag(true))
        case .sleep where isCancelled: return done(thread, .wait, timer)
        case .countDown:
            missing = max(0, missing - 1)
            return done(thread, .countDown, latch)
        case .awaitLatch where missing == 0: return done(thread, .wait, latch)
        case .lookAtLatch: return done(thread, .inspect, latch)
        case .lookAtLock: return done(thread, .inspect, lock)
        case .lookAtQueue: return done(thread, .inspect, queue)
        case .tryLock where owner != nil:
            builder.event(thread, .acquire, lock, .timeout, state: state(of: lock), timeoutNs: 0)
            return true
        case .load: return done(thread, .load, atomic, value: .integer(stored))
        case .store, .exchange:
            stored += 1
            return done(thread, step == .store ? .store : .exchange, atomic)
        case .compareInVain:
            builder.event(thread, .compareExchange, atomic, .timeout, state: state(of: atomic), timeoutNs: 0)
            return true
        case .lookAtThread: return look(by: thread)
        case .start: return start(by: thread)
        case .joinThread: return join(by: thread)
        default: return false
        }
    }

    private mutating func meet(_ thread: ThreadID) -> Bool {
        gathered += 1
        _ = done(thread, .arrive, barrier, value: .integer(gathered - 1))
        if gathered < parties {
            arrived[thread] = phase
        } else {
            gathered = 0
            phase += 1
            _ = done(thread, .set, barrier)
        }
        return true
    }

    private mutating func start(by thread: ThreadID) -> Bool {
        guard let other = stages.firstIndex(of: .new) else { return false }
        stages[other] = .running
        builder.start(other, by: thread)
        return true
    }

    private mutating func look(by thread: ThreadID) -> Bool {
        guard let other = threads.randomElement(using: &generator) else { return false }
        builder.event(thread, .inspect, lives[other], state: .thread(stages[other], thread: other))
        return true
    }

    private mutating func join(by thread: ThreadID) -> Bool {
        guard let other = threads.filter({ stages[$0] == .ended }).randomElement(using: &generator) else {
            return false
        }
        builder.event(thread, .join, lives[other], state: .thread(.ended, thread: other))
        return true
    }
}
