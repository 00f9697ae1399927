import Events
import Scheduling
import Testing
import ThreadEngine
import Threading
import Tracing

/// A program with something of everything, on several threads.
private func bustle() throws {
    let (lock, rlock) = (Lock(name: "lock"), RLock(name: "rlock"))
    let (semaphore, barrier) = try (Semaphore(2, name: "semaphore"), Barrier(4, name: "barrier"))
    let (queue, variable) = (Queue<Int>(capacity: 2, name: "queue"), Shared(0, name: "variable"))
    let threads = (0..<4).map { number in
        Thread {
            for round in 0..<20 {
                try lock.withLock { try variable.write(variable.read() + 1) }
                try rlock.withLock { try rlock.withLock { try semaphore.withPermit {} } }
                if number % 2 == 0 { try queue.put(round) } else { _ = try queue.get() }
                _ = try lock.acquire(timeout: .zero) ? lock.release() : ()
                try barrier.wait()
            }
        }
    }
    for thread in threads { try thread.start() }
    for thread in threads { try thread.join() }
}

@Suite struct `the trace of a run` {
    @Test func `is numbered without gaps, and its clock never goes back`() throws {
        let trace = try Ran(bustle).trace
        #expect(trace.events.map(\.seq) == Array(0..<trace.events.count))
        #expect(zip(trace.events, trace.events.dropFirst()).allSatisfy { $0.atNs <= $1.atNs })
        #expect(trace.truncated == 0)
    }

    @Test func `has every thread from its start to its end`() throws {
        let trace = try Ran(bustle).trace
        #expect(trace.threads.map(\.id) == Array(0...4))
        #expect(trace.threads.map(\.parent) == [nil, 0, 0, 0, 0])
        #expect(Set(trace.threads.map(\.tid)).count == 5 && !trace.threads.contains { $0.tid == nil })
        for thread in trace.threads {
            let own = trace.events.filter { $0.thread == thread.id }
            #expect(own.first?.action == .start && own.last?.action == .end)
            #expect(own.filter { $0.action == .start || $0.action == .end }.count == 2)
            #expect(own.first?.value == (thread.parent.map { .integer($0) } ?? TraceValue.none))
        }
    }

    @Test func `lets a thread wait for one thing at a time, and says how each wait ended`() throws {
        let trace = try Ran(bustle).trace
        var waits: [ThreadID: TraceEvent] = [:]
        for event in trace.events {
            if let wait = waits.removeValue(forKey: event.thread) {
                #expect(event.action == wait.action && event.object == wait.object && event.phase == .done)
                #expect(event.source?.line == wait.source?.line)
            }
            if event.phase == .wait { waits[event.thread] = event }
        }
        #expect(waits.isEmpty)
    }

    @Test func `shows each lock taken by one thread at a time, and let go by the same`() throws {
        let ran = try Ran(bustle)
        for name in ["lock", "rlock"] {
            var owners: [ThreadID] = []
            for event in ran.events(on: name) where event.phase == .done {
                switch event.action {
                case .acquire:
                    #expect(owners.allSatisfy { $0 == event.thread } && (owners.isEmpty || name == "rlock"))
                    owners.append(event.thread)
                case .release: #expect(owners.popLast() == event.thread)
                default: Issue.record("a lock does not \(event.action)")
                }
                let isLock = name == "lock"
                let isScoped = event.state?.onlyHolder != nil
                #expect(
                    event.state
                        == (isLock
                            ? .lock(owner: owners.first, isScoped: isScoped)
                            : .rlock(owner: owners.first, count: owners.count)))
            }
            #expect(owners.isEmpty)
        }
    }

    @Test func `shows each object's states one after the other`() throws {
        let ran = try Ran(bustle)
        var permits = 2
        for event in ran.events(on: "semaphore") where event.phase == .done {
            permits += event.action == .acquire ? -1 : 1
            #expect(event.state == .semaphore(permits: permits) && 0...2 ~= permits)
        }
        var items: [TraceValue] = []
        for event in ran.events(on: "queue") where event.phase == .done {
            if event.action == .put {
                items.append(event.value)
            } else {
                #expect(items.removeFirst() == event.value)
            }
            guard case .queue(let shown, let size, 2, _, false) = event.state else {
                Issue.record("a queue is not in the state \(String(describing: event.state))")
                continue
            }
            #expect(shown.map { Int($0).map { .integer($0) } } == items && size == items.count)
        }
        var value = TraceValue.integer(0)
        for event in ran.events(on: "variable") {
            if event.action == .write { value = event.value }
            #expect(event.value == value && event.state == .variable(value))
        }
        #expect(value == .integer(80))
    }

    @Test func `names the line of the program for each event`() throws {
        let line: UInt = #line + 3
        let ran = try Ran {
            let (lock, event) = (Lock(name: "lock"), Event(name: "event"))
            try lock.acquire()
            event.set()
            try lock.release()
            try lock.withLock { _ = try event.wait(timeout: .zero) }
            output("text")
        }
        func lines(_ events: [TraceEvent]) -> [UInt?] { events.map(\.source?.line) }
        #expect(lines(ran.events(on: "lock")) == [line, line + 2, line + 3, line + 3])
        #expect(lines(ran.events(on: "event")) == [line + 1, line + 3])
        #expect(lines(ran.trace.events.filter { $0.action == .output }) == [line + 4])
        #expect(ran.events(on: "lock")[0].source?.description == "ThreadEngineTests/TraceTests.swift:\(line)")
    }

    @Test func `tells a wait that ended in time from one that did not`() throws {
        let ran = try Ran {
            let (event, lock) = (Event(name: "event"), Lock(name: "lock"))
            try event.wait(timeout: .milliseconds(1))
            try event.wait(timeout: .zero)
            try lock.acquire()
            _ = try lock.tryAcquire()
            let other = Thread { try lock.acquire() }
            try other.start()
            try waitUntil(blockedOn: lock.state)
            try lock.release()
            try other.join()
        }
        #expect(ran.events(on: "event").map(\.phase) == [.wait, .timeout, .timeout])
        #expect(ran.events(on: "lock").map(\.phase) == [.done, .timeout, .wait, .done, .done])
        #expect(ran.events(on: "lock").map(\.thread) == [0, 0, 1, 0, 1])
    }

    @Test func `says which error ended a thread or left a callback`() throws {
        struct Mishap: Error, CustomStringConvertible {
            var description: String { "a mishap" }
        }
        let ran = try Ran {
            let future = Future<Int>(name: "future")
            future.addDoneCallback { _ in throw Mishap() }
            try future.finish(.success(1))
            let other = Thread { throw Mishap() }
            try other.start()
            try other.join()
        }
        #expect(ran.failure(of: 1) == .text("a mishap"))
        #expect(ran.failure(of: 0) == TraceValue.none)
        #expect(ran.events(on: "future").map(\.action) == [.finish, .callback, .callback])
        #expect(ran.events(on: "future").map(\.value) == [.none, .none, .text("a mishap")])
    }

    @Test func `counts objects of each kind that have no name`() throws {
        let ran = try Ran {
            _ = (Lock(), Event(), Lock(), Lock(name: "named"), Lock())
        }
        let names = ["MainThread", "lock-1", "event-1", "lock-2", "named", "lock-4"]
        #expect(ran.trace.objects.map(\.name) == names)
        #expect(ran.trace.objects.map(\.id) == Array(0..<6))
    }

    @Test func `keeps nothing of the run alive`() throws {
        weak var engine: ThreadEngine?
        do {
            let strong = ThreadEngine(threadLimit: 10, eventLimit: 1_000, seed: 1)
            engine = strong
            try strong.start { try Thread { try Event().wait(timeout: .milliseconds(1)) }.start() }
            #expect(strong.wait(within: Budget(.seconds(60))) == .finished)
            strong.stop()
            #expect(strong.trace().threads.count == 2)
        }
        #expect(engine == nil)
    }
}

@Suite struct `a run's random numbers` {
    @Test func `are the same for the same seed, and others for another`() {
        func numbers(seed: UInt64) -> [UInt64] {
            let engine = ThreadEngine(threadLimit: 1, eventLimit: 1, seed: seed)
            return (0..<100).map { _ in engine.random() }
        }
        #expect(numbers(seed: 7) == numbers(seed: 7))
        #expect(Set(numbers(seed: 7) + numbers(seed: 8)).count == 200)
        // The first numbers of SplitMix64 for this seed, from its author's program.
        #expect(numbers(seed: 1_234_567).prefix(2) == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973])
    }
}
