import Analyses
import Events
import Testing
import Threading
import TraceSamples
import Tracing

@Suite struct `statistics and the critical path` {
    /// Main starts Ann and Bob and joins both; Ann holds a lock for 60 while Bob wants it, then Bob works for 30.
    private var contended: Trace {
        var builder = TraceBuilder()
        let (main, ann, bob) = (builder.thread("main"), builder.thread("Ann"), builder.thread("Bob"))
        let lock = builder.object(.lock, "A")
        let lives = [builder.object(.thread, "Ann"), builder.object(.thread, "Bob")]
        func event(
            _ at: Int64, _ thread: ThreadID, _ action: Action, _ object: ObjectID? = nil,
            _ phase: Phase = .done, state: ObjectState? = nil, value: TraceValue = .none
        ) {
            builder.event(
                thread, action, object, phase, state: state, value: value,
                after: at - (builder.trace.events.last?.atNs ?? 0))
        }
        event(0, main, .start)
        event(5, ann, .start, value: .integer(main))
        event(7, bob, .start, value: .integer(main))
        event(10, ann, .acquire, lock, state: .lock(owner: ann))
        event(10, main, .join, lives[0], .wait, state: .thread(.running, thread: ann))
        event(20, bob, .acquire, lock, .wait, state: .lock(owner: ann))
        event(30, ann, .sleep, nil, .wait, value: .integer(40))
        event(70, ann, .sleep)
        event(72, ann, .release, lock, state: .lock(owner: nil))
        event(73, ann, .end)
        event(75, main, .join, lives[0], state: .thread(.ended, thread: ann))
        event(76, main, .join, lives[1], .wait, state: .thread(.running, thread: bob))
        event(78, bob, .acquire, lock, state: .lock(owner: bob))
        event(108, bob, .release, lock, state: .lock(owner: nil))
        event(109, bob, .end)
        event(112, main, .join, lives[1], state: .thread(.ended, thread: bob))
        event(115, main, .end)
        return builder.trace
    }

    @Test func `a thread's time is running, blocked and sleeping, and adds up to its life`() throws {
        let times = RunStatistics(of: contended).threads
        #expect(times.map(\.runningNs) == [14, 28, 44])
        #expect(times.map(\.blockedNs) == [101, 0, 58])
        #expect(times.map(\.sleepingNs) == [0, 40, 0])
        #expect(times.map(\.waits) == [2, 0, 1])
        for thread in times {
            #expect(thread.runningNs + thread.blockedNs + thread.sleepingNs == thread.endNs - thread.startNs)
        }
    }

    @Test func `an object's waits are counted and measured`() throws {
        let uses = RunStatistics(of: contended).objects
        #expect(uses.map(\.acquisitions) == [2, 1, 1] && uses.map(\.contentions) == [1, 1, 1])
        #expect(uses.map(\.totalWaitNs) == [58, 65, 36] && uses.map(\.longestWaitNs) == [58, 65, 36])
        #expect(uses.map(\.longestWait) == [5, 4, 11] && uses.map(\.mostWaiters) == [1, 1, 1])
    }

    @Test func `of several waits the longest is told, and how many waited at once`() throws {
        var builder = TraceBuilder()
        for number in 0..<3 { _ = builder.thread("thread \(number)") }
        let lock = builder.object(.lock, "A")
        builder.acquire(0, lock)
        builder.want(1, lock, heldBy: 0)
        let longest = builder.want(2, lock, heldBy: 0)
        builder.release(0, lock)
        builder.acquire(1, lock)
        builder.release(1, lock)
        let use = try #require(RunStatistics(of: builder.trace).objects.first)
        #expect(use.mostWaiters == 2 && use.contentions == 2 && use.acquisitions == 2)
        #expect(use.totalWaitNs == 60_000 && use.longestWaitNs == 30_000)
        #expect(use.longestWait == longest - 1, "of two equally long waits the first")
    }

    @Test func `the critical path leads from the run's start to its end, without a gap`() {
        let segments = CriticalPath(in: AnalysisContext(of: contended)).segments
        #expect(
            segments.map { "\($0.thread) \($0.activity) \($0.fromNs)-\($0.toNs)" } == [
                "0 running 0-5", "1 running 5-30", "1 sleeping 30-70", "1 running 70-72", "2 waking 72-78",
                "2 running 78-109", "0 waking 109-112", "0 running 112-115",
            ])
        #expect(segments.map(\.endedBy) == [nil, nil, 7, nil, 8, nil, 14, nil])
        #expect(segments.map(\.object) == [nil, nil, nil, nil, 0, nil, 2, nil])
    }

    @Test func `the critical path has no gap in any random trace`() {
        let first = UInt64.random(in: 0...(.max))
        for seed in (0..<100).map({ first &+ $0 }) {
            let trace = RandomTrace(seed: seed).builder.trace
            let segments = CriticalPath(in: AnalysisContext(of: trace)).segments
            #expect(segments.first?.fromNs == trace.events.first?.atNs, "seed \(seed)")
            for (segment, next) in zip(segments, segments.dropFirst()) {
                #expect(segment.toNs == next.fromNs && segment.fromNs <= segment.toNs, "seed \(seed)")
            }
        }
    }

    @Test func `a wait that nobody ended is on the path as it is`() {
        var builder = TraceBuilder()
        let main = builder.thread("main")
        let event = builder.object(.event, "go")
        builder.start(main)
        builder.event(main, .wait, event, .wait, state: .event(isSet: false))
        let end = builder.event(main, .wait, event, .timeout, state: .event(isSet: false), after: 50_000)
        builder.event(main, .end)
        let segments = CriticalPath(in: AnalysisContext(of: builder.trace)).segments
        #expect(segments.map(\.activity) == [.running, .waiting, .running])
        #expect(segments[1].object == event && segments[1].endedBy == end)
    }

    @Test func `what a daemon does after the end does not hold it up`() {
        var builder = TraceBuilder()
        let main = builder.thread("main")
        let daemon = builder.thread("daemon", daemon: true)
        builder.start(main)
        builder.start(daemon, by: main)
        builder.event(main, .end)
        builder.event(daemon, .sleep, nil, .wait, after: 1)
        builder.event(daemon, .end, after: 500_000)
        #expect(CriticalPath(in: AnalysisContext(of: builder.trace)).segments.map(\.thread) == [main])
    }

    @Test func `an empty trace has neither`() {
        let analysis = RunAnalysis(in: AnalysisContext(of: TraceBuilder().trace), around: 0)
        #expect(analysis.statistics.threads.isEmpty && analysis.criticalPath.segments.isEmpty)
        #expect(analysis.cone == nil)
    }

    @Test func `the analysis as text says who waited how long for what`() {
        let text = RunAnalysis(in: AnalysisContext(of: contended), around: 12).text
        #expect(text.contains("thread         running       blocked      sleeping         waits\n"))
        #expect(text.contains("What determined how long the run took:\n"))
        #expect(text.contains("wakes up from its wait for A\n"))
        #expect(
            text.contains("Event 12 depends on: main up to event 0, Ann up to event 8, Bob up to event 5."))
        #expect(text.contains("On event 12 depend: main from event 15, Bob from event 13.\n"))
    }
}
