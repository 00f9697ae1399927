import Analyses
import Events
import Testing
import Threading
import TraceSamples
import Tracing

@Suite struct `data races` {
    private struct Program {
        var builder = TraceBuilder()
        let count: ObjectID
        let lock: ObjectID

        init(threads: Int = 3) {
            for number in 0..<threads { _ = builder.thread("thread \(number)") }
            count = builder.object(.variable, "count")
            lock = builder.object(.lock, "lock")
        }

        mutating func read(_ thread: ThreadID, line: UInt = 4) {
            builder.event(thread, .read, count, line: line, value: .integer(1))
        }

        mutating func write(_ thread: ThreadID, line: UInt = 5) {
            builder.event(thread, .write, count, line: line, value: .integer(1))
        }

        var races: [Finding] { builder.trace.found(by: DataRaces()) }
    }

    @Test func `are found, with both accesses and their lines`() throws {
        var program = Program()
        program.read(1)
        program.write(2)
        let finding = try #require(program.races.first)
        #expect(program.races.count == 1)
        #expect(finding.kind.name == .dataRace && finding.count == 1)
        #expect(
            finding.message
                == "Data race on count: thread 1 read it (Scenarios/Test.swift:4) and thread 2 wrote it "
                + "(Scenarios/Test.swift:5), and nothing orders the two.")
        #expect(finding.threads == [1, 2] && finding.objects == [0] && finding.events == [0, 1])
    }

    @Test func `are none under a lock, and some under two`() {
        for locks in [1, 2] {
            var program = Program()
            let other = program.builder.object(.lock, "other")
            for thread in [1, 2] {
                let lock = locks == 2 && thread == 2 ? other : program.lock
                program.builder.acquire(thread, lock)
                program.read(thread)
                program.write(thread)
                program.builder.release(thread, lock)
            }
            #expect(program.races.isEmpty == (locks == 1))
        }
    }

    @Test func `are none among reads`() {
        var program = Program()
        for thread in [0, 1, 2, 0, 1, 2] { program.read(thread) }
        #expect(program.races.isEmpty)
    }

    @Test func `are found with every thread that read before a write`() throws {
        var program = Program()
        for thread in [0, 1, 2] { program.read(thread) }
        program.write(0)
        let finding = try #require(program.races.first)
        #expect(program.races.count == 1 && finding.count == 2)
        #expect(finding.message.hasSuffix("It happened 2 times at these lines."))
    }

    @Test func `are told once for each pair of lines, however many there are`() {
        var program = Program()
        for _ in 0..<1000 {
            for thread in [1, 2] {
                program.read(thread)
                program.write(thread)
            }
        }
        #expect(program.races.map(\.events.count) == [2, 2])
        #expect(program.races.allSatisfy { ($0.count ?? 0) > 900 })
    }

    @Test func `are there though no update is lost, and lost updates are there without a race`() {
        var racing = Program()
        racing.write(1)
        racing.write(2)
        #expect(racing.builder.trace.found(by: LostUpdates()).isEmpty && racing.races.count == 1)
        var locked = Program()
        func step(_ thread: ThreadID, _ access: (inout Program, ThreadID) -> Void) {
            locked.builder.acquire(thread, locked.lock)
            access(&locked, thread)
            locked.builder.release(thread, locked.lock)
        }
        for thread in [1, 2] { step(thread) { $0.read($1) } }
        for thread in [1, 2] { step(thread) { $0.write($1) } }
        #expect(locked.builder.trace.found(by: LostUpdates()).count == 1 && locked.races.isEmpty)
    }

    @Test func `are none where a thread starts and joins those that write`() {
        for joins in [true, false] {
            var program = Program()
            let life = program.builder.object(.thread, "thread 1")
            program.write(0)
            program.builder.start(1, by: 0)
            program.write(1)
            program.builder.event(1, .end)
            if joins { program.builder.event(0, .join, life, state: .thread(.ended, thread: 1)) }
            program.read(0)
            #expect(program.races.isEmpty == joins)
        }
    }

    @Test func `are none where the order goes through a third thread`() {
        for handsOn in [true, false] {
            var program = Program()
            let other = program.builder.object(.lock, "other")
            program.builder.acquire(0, program.lock)
            program.write(0)
            program.builder.release(0, program.lock)
            program.builder.acquire(1, handsOn ? program.lock : other)
            program.builder.release(1, handsOn ? program.lock : other)
            program.builder.acquire(1, other)
            program.builder.release(1, other)
            program.builder.acquire(2, other)
            program.read(2)
            #expect(program.races.isEmpty == handsOn)
        }
    }

    @Test func `are found on a random trace exactly where the blackboard has one`() {
        let first = UInt64.random(in: 0...(.max))
        var (racy, clean) = (0, 0)
        for seed in (0..<300).map({ first &+ $0 }) {
            let random = RandomTrace(seed: seed, threads: 3, steps: 25)
            let trace = random.builder.trace
            let naive = NaiveOrder(of: trace, permits: random.permits, capacity: random.capacity)
            let accesses = trace.events.filter { $0.action == .read || $0.action == .write }
            let hasRace = accesses.contains { second in
                accesses.contains { first in
                    first.seq < second.seq && (first.action == .write || second.action == .write)
                        && first.thread != second.thread && !naive.past[second.seq].contains(first.seq)
                }
            }
            let races = trace.found(by: DataRaces())
            #expect(races.isEmpty == !hasRace, "seed \(seed)")
            for race in races {
                #expect(!naive.past[race.events[1]].contains(race.events[0]), "seed \(seed)")
            }
            if hasRace { racy += 1 } else { clean += 1 }
        }
        #expect(racy > 10 && clean > 10, "\(racy) with a race, \(clean) without")
    }
}
