import Events
import Testing
import Threading

@Suite struct `the state of locks and semaphores` {
    @Test func `a lock has one owner`() {
        var state = LockState()
        #expect(state.isFree && state.holder == nil)
        #expect(state.shown == .lock(owner: nil))
        state.acquire(by: 3)
        #expect(!state.isFree && state.holder == 3)
        #expect(state.shown == .lock(owner: 3))
        state.release()
        #expect(state == LockState())
    }

    @Test func `a reentrant lock counts for its owner`() {
        var state = RLockState()
        state.acquire(by: 1)
        state.acquire(by: 1)
        #expect(state.isFree(for: 1) && !state.isFree(for: 2))
        #expect(state.shown == .rlock(owner: 1, count: 2) && state.holder == 1)
        state.release()
        #expect(state.owner == 1)
        state.release()
        #expect(state == RLockState())
    }

    @Test func `a reentrant lock is let go and taken again as often as it was held`() {
        var state = RLockState()
        for _ in 0..<3 { state.acquire(by: 1) }
        #expect(state.releaseAll() == 3)
        #expect(state == RLockState())
        state.acquire(by: 2, times: 3)
        #expect(state.shown == .rlock(owner: 2, count: 3))
    }

    @Test func `a semaphore shows its permits, and belongs to nobody`() {
        let state = SemaphoreState(permits: 2)
        #expect(state.shown == .semaphore(permits: 2) && state.holder == nil)
    }
}

@Suite struct `the state of an event` {
    @Test func `ends every wait that began before it was set, cleared or not`() {
        var state = EventState()
        let before = state.timesSet
        #expect(!state.hasBeenSet(since: before))
        state.set()
        #expect(state.isSet && state.hasBeenSet(since: before))
        state.clear()
        #expect(!state.isSet && state.hasBeenSet(since: before))
        #expect(!state.hasBeenSet(since: state.timesSet))
        #expect(state.shown == .event(isSet: false))
    }
}

@Suite struct `the state of a timer` {
    @Test func `is fired or cancelled, whichever comes first`() {
        var state = TimerState()
        #expect(state.shown == .timer(.pending))
        #expect(state.fire() && !state.cancel() && state.fire())
        #expect(state.shown == .timer(.fired))
        state = TimerState()
        #expect(state.cancel() && !state.fire() && state.cancel())
        #expect(state.shown == .timer(.cancelled))
    }
}

@Suite struct `the state of a condition` {
    @Test func `notifies those who have waited longest`() {
        var state = ConditionState()
        state.waiting = [1, 2, 3]
        #expect(state.notify(atMost: 2) == [1, 2])
        #expect(state.shown == .condition(waiting: [3], notified: [1, 2]))
        #expect(state.isNotified(1) && !state.isNotified(3))
        #expect(state.notify(atMost: .max) == [3])
        #expect(state.notify(atMost: 1).isEmpty)
    }

    @Test func `notifies nobody for zero or less`() {
        var state = ConditionState()
        state.waiting = [1]
        #expect(state.notify(atMost: 0).isEmpty && state.notify(atMost: -1).isEmpty)
        #expect(state.waiting == [1])
    }

    @Test func `ends a wait once, and says whether it was notified`() {
        var state = ConditionState()
        state.waiting = [1, 2]
        _ = state.notify(atMost: 1)
        #expect(state.leave(1) == true)
        #expect(state.leave(1) == false)
        #expect(state.leave(2) == false)
        #expect(state == ConditionState())
    }
}

@Suite struct `the state of a barrier` {
    @Test func `counts arrivals from zero, and knows the last`() {
        var state = BarrierState(parties: 3)
        let arrivals = (0..<3).map { _ in state.arrive() }
        #expect(arrivals.map(\.index) == [0, 1, 2])
        #expect(arrivals.map(\.isLast) == [false, false, true])
        #expect(arrivals.allSatisfy { $0.phase == 0 })
        #expect(state.acting == 0)
        #expect(state.shown == .barrier(waiting: 3, parties: 3, phase: 0, isBroken: false))
    }

    @Test func `keeps a phase that is over until all who waited for it have left`() {
        var state = BarrierState(parties: 3)
        for _ in 0..<3 { _ = state.arrive() }
        #expect(!state.isOver(0))
        state.trip(0)
        #expect(state.isOver(0) && !state.isOver(1) && state.acting == nil)
        // The next phase fills up while the last one is left.
        _ = state.arrive()
        #expect(state.leave(0) && state.leave(0))
        #expect(!state.isOver(0))
        #expect(state.shown == .barrier(waiting: 1, parties: 3, phase: 1, isBroken: false))
    }

    @Test func `that is broken lets each waiting thread leave without passing`() {
        var state = BarrierState(parties: 3)
        for _ in 0..<2 { _ = state.arrive() }
        state.abort()
        #expect(state.isOver(0) && !state.leave(0) && !state.leave(0))
        #expect(state.waiting == 0)
    }

    @Test func `that is reset is over for who waits, and new for who comes`() {
        var state = BarrierState(parties: 2)
        _ = state.arrive()
        state.abort()
        state.reset()
        #expect(state.isOver(0) && !state.isOver(1) && !state.isBroken)
        #expect(state.arrive().phase == 1)
        #expect(state.leave(0) == false)
        #expect(state.waiting == 1)
    }

    @Test func `that is reset between the last arrival and its end lets all pass after it`() {
        var state = BarrierState(parties: 2)
        for _ in 0..<2 { _ = state.arrive() }
        state.reset()
        #expect(!state.isOver(0) && state.acting == 0)
        state.trip(0)
        #expect(state.isOver(0) && state.leave(0))
        #expect(
            state
                == {
                    var fresh = BarrierState(parties: 2); fresh.reset(); return fresh
                }())
    }

    @Test func `breaks when a thread gives up, unless its phase is over`() throws {
        var state = BarrierState(parties: 2)
        _ = state.arrive()
        try state.giveUp(0)
        #expect(state.isBroken && state.waiting == 0)

        var late = BarrierState(parties: 2)
        for _ in 0..<2 { _ = late.arrive() }
        #expect(throws: BarrierState.TooLate.allHaveCome) { try late.giveUp(0) }
        late.trip(0)
        #expect(throws: BarrierState.TooLate.phaseIsOver(well: true)) { try late.giveUp(0) }
        #expect(!late.isBroken && !late.isOver(0))

        var reset = BarrierState(parties: 2)
        _ = reset.arrive()
        reset.reset()
        #expect(throws: BarrierState.TooLate.phaseIsOver(well: false)) { try reset.giveUp(0) }
        #expect(!reset.isBroken)
    }

    @Test func `leaves nothing behind, whatever comes into the action of the last`() {
        for doings in [
            [], ["abort"], ["reset"], ["abort", "reset"], ["reset", "abort"], ["quit"], ["quit", "reset"],
        ] {
            for fails in [false, true] {
                var state = BarrierState(parties: 3)
                for _ in 0..<3 { _ = state.arrive() }
                for doing in doings {
                    switch doing {
                    case "abort": state.abort()
                    case "reset": state.reset()
                    default: state.quit(0)
                    }
                    #expect(!state.isOver(0), "\(doings)")
                }
                // A reset alone finds all there, and leaves it at that.
                let stays = doings.isEmpty || doings == ["reset"]
                if fails { state.fail(0) } else { state.trip(0) }
                #expect(state.isOver(0) && state.acting == nil, "\(doings)")
                for _ in 0..<(doings.contains("quit") ? 1 : 2) {
                    #expect(state.leave(0) == (stays && !fails), "\(doings)")
                }
                #expect(state.waiting == 0, "\(doings)")
                let isBroken =
                    doings.last == "abort" || doings == ["quit"] || (fails && stays)
                #expect(state.isBroken == isBroken, "\(doings) \(fails)")
                state.reset()
                #expect(state.arrive().index == 0)
            }
        }
    }
}

@Suite struct `the state of a queue` {
    @Test func `counts what is there and what is not done with`() {
        var state = QueueState<FIFOStorage<Int>>(capacity: 2)
        #expect(state.isEmpty && !state.isFull)
        state.put(1)
        state.put(2)
        #expect(state.isFull && state.count == 2)
        #expect(state.get() == 1)
        #expect(state.unfinished == 2)
        #expect(state.taskDone() && state.taskDone() && !state.taskDone())
    }

    @Test func `without a capacity is never full`() {
        var state = QueueState<LIFOStorage<Int>>(capacity: nil)
        for item in 0..<100 { state.put(item) }
        #expect(!state.isFull)
    }

    @Test func `that is shut down at once drops what is there, but not what was got`() {
        var state = QueueState<PriorityStorage<Int>>(capacity: nil)
        for item in 0..<3 { state.put(item) }
        #expect(state.get() == 0)
        state.shutdown(immediate: true)
        #expect(state.isEmpty && state.isShutDown && state.unfinished == 1)
        state.shutdown(immediate: false)
        #expect(state.isShutDown)
    }

    @Test func `shows its first items in the order of getting`() {
        var fifo = QueueState<FIFOStorage<Int>>(capacity: nil)
        var lifo = QueueState<LIFOStorage<Int>>(capacity: nil)
        var priority = QueueState<PriorityStorage<Int>>(capacity: nil)
        let many = ObjectState.shownItems + 8
        for item in (0..<many).reversed() {
            fifo.put(item)
            lifo.put(item)
            priority.put(item)
        }
        func shown(_ items: [Int]) -> ObjectState {
            .queue(
                items: items.prefix(ObjectState.shownItems).map(String.init), size: many, capacity: nil,
                unfinished: many, isShutDown: false)
        }
        #expect(fifo.shown == shown((0..<many).reversed()))
        #expect(lifo.shown == shown(Array(0..<many)))
        #expect(priority.shown == shown(Array(0..<many)))
    }
}

@Suite struct `the state of a future` {
    private func callback() -> FutureCallback<Int> {
        FutureCallback(function: { _ in }, file: "file", line: 1)
    }

    @Test func `goes one way only`() {
        var state = FutureState<Int>()
        #expect(state.shown == .future(.pending, runner: nil))
        #expect(state.begin(on: 4) == true)
        #expect(state.holder == 4 && state.shown == .future(.running, runner: 4))
        #expect(state.begin(on: 5) == nil && !state.cancel().0)
        #expect(state.finish(.success(1)) != nil)
        #expect(state.shown == .future(.finished, runner: nil))
        #expect(state.finish(.success(2)) == nil && state.begin(on: 5) == nil && !state.cancel().0)
    }

    @Test func `that is cancelled is neither begun nor finished`() {
        var state = FutureState<Int>()
        #expect(state.cancel().0 && state.cancel().0)
        #expect(state.begin(on: 1) == false && state.finish(.success(1)) == nil)
        #expect(state.shown == .future(.cancelled, runner: nil))
    }

    @Test func `that failed is done`() {
        struct Failure: Error {}
        var state = FutureState<Int>()
        #expect(state.finish(.failure(Failure())) != nil)
        #expect(state.isDone && state.shown == .future(.failed, runner: nil))
    }

    @Test func `gives its callbacks away once`() {
        var finished = FutureState<Int>()
        #expect(!finished.add(callback()) && !finished.add(callback()))
        #expect(finished.finish(.success(1))?.count == 2)
        #expect(finished.add(callback()) == true)
        var cancelled = FutureState<Int>()
        #expect(cancelled.add(callback()) == false)
        #expect(cancelled.cancel().1.count == 1)
        #expect(cancelled.cancel().1.isEmpty)
    }
}

@Suite struct `the state of a pool` {
    private func job() -> PoolJob { PlainJob {} }

    @Test func `asks for a worker only if there are more jobs than idle ones, and up to its maximum`() {
        var state = PoolState(maximum: 2, queueLimit: nil)
        #expect(state.submit(job()) == true)
        #expect(state.submit(job()) == true)
        #expect(state.submit(job()) == false)
        #expect(state.shown == .pool(queued: 3, workers: 2, idle: 2, isShutDown: false))
        #expect(state.takeOrLeave() != nil && state.takeOrLeave() != nil)
        #expect(state.takeOrIdle() != nil)
        #expect(state.takeOrIdle() == nil && state.takeOrIdle() == nil)
        #expect(state.shown == .pool(queued: 0, workers: 2, idle: 2, isShutDown: false))
    }

    @Test func `needs no second worker for a job that a starting one will find`() {
        var state = PoolState(maximum: 3, queueLimit: nil)
        #expect(state.submit(job()) && state.submit(job()))
        // The first worker does both jobs before the second has come.
        #expect(state.takeOrLeave() != nil && state.takeOrIdle() != nil)
        #expect(state.submit(job()) == false)
    }

    @Test func `lets an idle worker leave only when it is shut down and nothing is left to do`() {
        var state = PoolState(maximum: 1, queueLimit: nil)
        _ = state.submit(job())
        #expect(state.concernsIdle)
        #expect(state.shutdown(cancelPending: false).isEmpty)
        #expect(state.takeOrLeave() != nil)
        #expect(state.takeOrIdle() == nil && state.concernsIdle)
        #expect(state.takeOrLeave() == nil)
        #expect(state.shown == .pool(queued: 0, workers: 0, idle: 0, isShutDown: true))
    }

    @Test func `gives back what is queued if it is to be cancelled`() {
        var state = PoolState(maximum: 1, queueLimit: 2)
        let jobs = [job(), job()]
        for job in jobs { _ = state.submit(job) }
        #expect(state.isFull)
        #expect(
            state.shutdown(cancelPending: true).map(ObjectIdentifier.init) == jobs.map(ObjectIdentifier.init))
        #expect(state.queued == 0 && !state.isFull)
    }

    // Two jobs each ask for a worker, and neither worker can be started: the first job has nobody left either.
    @Test func `gives back all that nobody is left to do when a worker is lost`() {
        var state = PoolState(maximum: 2, queueLimit: nil)
        #expect(state.submit(job()) && state.submit(job()))
        #expect(state.lose(idle: true).isEmpty)
        #expect(state.lose(idle: true).count == 2)
        #expect(state.shown == .pool(queued: 0, workers: 0, idle: 0, isShutDown: false))
        #expect(state.submit(job()) == true, "the next job asks anew")
    }

    @Test func `counts a busy worker that is lost as none of the idle`() {
        var state = PoolState(maximum: 1, queueLimit: nil)
        _ = state.submit(job())
        _ = state.takeOrLeave()
        _ = state.submit(job())
        #expect(state.lose(idle: false).count == 1)
        #expect(state.shown == .pool(queued: 0, workers: 0, idle: 0, isShutDown: false))
    }
}
