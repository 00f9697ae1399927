import Analyses
import Events
import Testing
import Threading
import TraceSamples
import Tracing

/// Each form of deadlock, and the same program with the fault repaired.
@Suite struct `deadlocks by name` {
    private func findings(_ program: (inout TraceBuilder) -> Void) -> [Finding] {
        var builder = TraceBuilder()
        for name in ["main", "Ann", "Bob", "Carl"] { _ = builder.thread(name) }
        program(&builder)
        return builder.trace.found(by: Deadlocks(), isStandstill: true)
    }

    private func only(_ program: (inout TraceBuilder) -> Void) throws -> Finding {
        let findings = findings(program)
        #expect(findings.count == 1)
        return try #require(findings.first)
    }

    private func items(_ size: Int, of capacity: Int) -> ObjectState {
        .queue(items: [], size: size, capacity: capacity, unfinished: size, isShutDown: false)
    }

    @Test func `a lock whose holder has ended`() throws {
        for isStandstill in [true, false] {
            var builder = TraceBuilder()
            for name in ["main", "Ann", "Bob"] { _ = builder.thread(name) }
            let lock = builder.object(.lock, "A")
            let taken = builder.acquire(1, lock, line: 5)
            builder.event(1, .end)
            let wait = builder.want(2, lock, heldBy: 1, line: 7)
            let found = builder.trace.found(by: Deadlocks(), isStandstill: isStandstill)
            let finding = try #require(found.first)
            #expect(found.count == 1 && finding.form == .lockNeverReleased && finding.cycle == [])
            #expect(
                finding.message
                    == "Lock never released: Bob (Scenarios/Test.swift:7) waits for A, which Ann took "
                    + "(Scenarios/Test.swift:5) and had not released when it ended.")
            #expect(finding.threads == [2] && finding.objects == [lock] && finding.events == [taken, wait])
        }
    }

    @Test func `a lock whose holder waits for ever`() throws {
        let found = findings {
            let (lock, event) = ($0.object(.lock, "A"), $0.object(.event, "go"))
            $0.acquire(1, lock)
            $0.event(1, .wait, event, .wait, line: 6, state: .event(isSet: false))
            $0.want(2, lock, heldBy: 1, line: 7)
        }
        #expect(found.map(\.form) == [.lockNeverReleased, .standstill])
        #expect(found[0].message.hasSuffix("as it waits itself for go (Scenarios/Test.swift:6)."))
        #expect(found.map(\.threads) == [[2], [1]])
    }

    @Test func `a wake-up that came before the wait`() throws {
        func program(_ builder: inout TraceBuilder, notifiesFirst: Bool) {
            let condition = builder.object(.condition, "ready")
            let waits = { (builder: inout TraceBuilder) in
                _ = builder.event(
                    2, .wait, condition, .wait, line: 8, state: .condition(waiting: [2], notified: []))
            }
            if !notifiesFirst { waits(&builder) }
            builder.event(
                1, .notify, condition, line: 4, state: .condition(waiting: [], notified: []),
                value: .list(notifiesFirst ? [] : [.integer(2)]))
            if notifiesFirst { waits(&builder) }
            if !notifiesFirst {
                builder.event(2, .wait, condition, state: .condition(waiting: [], notified: []))
            }
        }
        let finding = try only { program(&$0, notifiesFirst: true) }
        #expect(finding.form == .lostWakeUp)
        #expect(
            finding.message
                == "Lost wake-up: Bob (Scenarios/Test.swift:8) waits for ready, which Ann had notified before "
                + "(Scenarios/Test.swift:4), when nobody waited for it.")
        #expect(finding.events == [0, 1])
        #expect(findings { program(&$0, notifiesFirst: false) }.isEmpty)
    }

    @Test func `an event that was cleared before the wait`() throws {
        let finding = try only {
            let event = $0.object(.event, "go")
            $0.event(1, .set, event, line: 3, state: .event(isSet: true))
            $0.event(3, .clear, event, line: 4, state: .event(isSet: false))
            $0.event(2, .wait, event, .wait, line: 8, state: .event(isSet: false))
        }
        #expect(finding.form == .lostWakeUp)
        #expect(
            finding.message
                == "Lost wake-up: Bob (Scenarios/Test.swift:8) waits for go, which Ann had set before "
                + "(Scenarios/Test.swift:3), and Carl had cleared again (Scenarios/Test.swift:4).")
    }

    @Test func `a notify that woke another is no lost wake-up`() throws {
        let finding = try only {
            let condition = $0.object(.condition, "ready")
            for waiter in [1, 2] {
                $0.event(waiter, .wait, condition, .wait, state: .condition(waiting: [1, 2], notified: []))
            }
            $0.event(
                0, .notify, condition, state: .condition(waiting: [2], notified: [1]),
                value: .list([.integer(1)]))
            $0.event(1, .wait, condition, state: .condition(waiting: [2], notified: []))
        }
        #expect(finding.form == .standstill && finding.threads == [2])
    }

    @Test func `a semaphore that nobody will release`() throws {
        let finding = try only {
            let permits = $0.object(.semaphore, "permits")
            $0.event(1, .acquire, permits, line: 5, state: .semaphore(permits: 0))
            $0.event(1, .end)
            $0.event(2, .acquire, permits, .wait, line: 7, state: .semaphore(permits: 0))
        }
        #expect(finding.form == .semaphoreNeverReleased)
        #expect(
            finding.message
                == "Semaphore never released: Bob (Scenarios/Test.swift:7) waits for a permit of permits, and nobody "
                + "is left to release one: Ann took one (Scenarios/Test.swift:5) and did not give it back.")
    }

    @Test func `a barrier short of parties, with those who wait for the threads there`() throws {
        let finding = try only {
            let barrier = $0.object(.barrier, "meeting")
            let life = $0.object(.thread, "Ann")
            $0.event(0, .join, life, .wait, line: 9, state: .thread(.running, thread: 1))
            for (party, waiting) in [(1, 1), (2, 2)] {
                let state = ObjectState.barrier(waiting: waiting, parties: 3, phase: 0, isBroken: false)
                $0.event(party, .arrive, barrier, line: 5, state: state)
                $0.event(party, .wait, barrier, .wait, line: 5, state: state)
            }
        }
        #expect(finding.form == .barrierShort && finding.threads == [1, 2, 0])
        #expect(
            finding.message
                == "Barrier short of parties: Ann (Scenarios/Test.swift:5) and Bob (Scenarios/Test.swift:5) wait at "
                + "meeting, which is for 3, but only 2 came, and nobody is left to come. "
                + "In turn, main waits for Ann (Scenarios/Test.swift:9).")
    }

    @Test func `a pool all of whose workers wait for its own tasks`() throws {
        for workers in [2, 3] {
            let found = findings { builder in
                let pool = builder.object(.pool, "pool")
                func staff(_ queued: Int) -> ObjectState {
                    .pool(queued: queued, workers: workers, idle: workers - 2, isShutDown: false)
                }
                let futures = (1...4).map { builder.object(.future, "task \($0)") }
                for worker in [1, 2] {
                    builder.event(worker, .take, pool, state: staff(0), value: .flag(true))
                    builder.event(
                        worker, .begin, futures[worker - 1], state: .future(.running, runner: worker))
                    builder.event(worker, .submit, pool, state: staff(worker))
                    builder.event(
                        worker, .get, futures[worker + 1], .wait, line: 8,
                        state: .future(.pending, runner: nil))
                }
                builder.event(0, .get, futures[0], .wait, state: .future(.running, runner: 1))
            }
            #expect((found.first?.form == .poolStarvation) == (workers == 2), "a third worker is free")
            guard workers == 2 else { continue }
            #expect(
                found.map(\.message) == [
                    "Pool starvation: all 2 workers of pool wait, and 2 tasks are in its queue with nobody to begin "
                        + "them: Ann waits for task 3 (Scenarios/Test.swift:8); Bob waits for task 4 "
                        + "(Scenarios/Test.swift:8). In turn, main waits for task 1."
                ])
            #expect(found.first?.threads == [1, 2, 0])
        }
    }

    @Test func `two full queues whose threads wait for one another`() throws {
        let finding = try only { builder in
            let (first, second) = (builder.object(.queue, "requests"), builder.object(.queue, "answers"))
            builder.event(1, .put, first, state: items(1, of: 1), value: .integer(1))
            builder.event(2, .get, first, state: items(0, of: 1), value: .integer(1))
            builder.event(2, .put, second, state: items(1, of: 1), value: .integer(1))
            builder.event(1, .get, second, state: items(0, of: 1), value: .integer(1))
            builder.event(1, .put, first, state: items(1, of: 1), value: .integer(2))
            builder.event(2, .put, second, state: items(1, of: 1), value: .integer(2))
            builder.event(1, .put, first, .wait, line: 5, state: items(1, of: 1))
            builder.event(2, .put, second, .wait, line: 6, state: items(1, of: 1))
        }
        #expect(finding.form == .fullQueueCycle)
        #expect(
            finding.message
                == "Full queue: Ann waits to get room in requests, which Bob would have to empty "
                + "(Scenarios/Test.swift:5); Bob waits to get room in answers, which Ann would have to empty "
                + "(Scenarios/Test.swift:6).")
        #expect(finding.cycle?.map(\.waitsFor) == finding.objects)
    }

    @Test func `a full queue whose only consumer is the producer`() throws {
        let finding = try only { builder in
            let queue = builder.object(.queue, "own")
            builder.event(1, .put, queue, state: items(1, of: 1), value: .integer(1))
            builder.event(1, .get, queue, state: items(0, of: 1), value: .integer(1))
            builder.event(1, .put, queue, state: items(1, of: 1), value: .integer(2))
            builder.event(1, .put, queue, .wait, state: items(1, of: 1))
        }
        #expect(finding.form == .fullQueueCycle && finding.threads == [1])
    }

    @Test func `a full queue whose consumer waits for a lock that the producer holds`() throws {
        let finding = try only { builder in
            let (queue, lock) = (builder.object(.queue, "mail"), builder.object(.lock, "A"))
            builder.event(2, .get, queue, .wait, state: items(0, of: 1))
            builder.event(1, .put, queue, state: items(1, of: 1), value: .integer(1))
            builder.event(2, .get, queue, state: items(0, of: 1), value: .integer(1))
            builder.acquire(1, lock)
            builder.want(2, lock, heldBy: 1)
            builder.event(1, .put, queue, state: items(1, of: 1), value: .integer(2))
            builder.event(1, .put, queue, .wait, state: items(1, of: 1))
        }
        #expect(finding.form == .fullQueueCycle && finding.threads == [1, 2])
    }

    @Test func `circles, each by what it goes through`() throws {
        func form(_ kinds: [ObjectKind]) throws -> DeadlockForm? {
            try only { builder in
                let objects = kinds.map { builder.object($0, "\($0)") }
                for (index, kind) in kinds.enumerated() {
                    let (holder, waiter) = ((index + 1) % kinds.count, index)
                    let state: ObjectState =
                        switch kind {
                        case .thread: .thread(.running, thread: holder)
                        case .future: .future(.running, runner: holder)
                        default: .lock(owner: holder)
                        }
                    builder.event(waiter, .acquire, objects[index], .wait, state: state)
                }
            }.form
        }
        #expect(try form([.lock, .lock]) == .lockCycle && form([.lock, .rlock, .lock]) == .lockCycle)
        #expect(try form([.thread, .thread]) == .joinCycle && form([.lock]) == .selfDeadlock)
        #expect(try form([.future, .lock]) == .mixedCycle)
    }
}
