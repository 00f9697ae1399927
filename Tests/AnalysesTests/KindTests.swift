import Analyses
import Events
import Testing
import TraceSamples
import Tracing

@Suite struct `the analyses of every kind of object` {
    /// What is said of a thread that waits at a standstill for an object in its first sample's state.
    private func form(of kind: ObjectKind) -> DeadlockForm? {
        switch kind {
        case .lock, .rlock: .lockNeverReleased
        case .semaphore: .semaphoreNeverReleased
        case .barrier: .barrierShort
        case .latch: .latchShort
        // The past tells of a lost wake-up, of those who filled a queue, or of a pool's workers; here there is none.
        case .condition, .event, .queue, .future, .pool, .timer, .thread: .standstill
        case .variable, .atomic: nil
        }
    }

    @Test(arguments: ObjectKind.allCases)
    func `say why nobody ends a wait for it`(_ kind: ObjectKind) throws {
        let actions = Action.allCases.filter { kind.model.mayWait($0) }
        #expect(actions.isEmpty == (form(of: kind) == nil), "nobody waits for a variable, and for all others")
        for action in actions {
            var builder = TraceBuilder()
            let (waiter, other) = (builder.thread("Ann"), builder.thread("Bob"))
            _ = (builder.thread("Carl"), builder.thread("Dan"))
            let object = builder.object(kind, "it")
            for thread in [other, 2, 3] { builder.event(thread, .end) }
            builder.event(waiter, action, object, .wait, state: kind.samples[0])
            let findings = builder.trace.found(by: Deadlocks(), isStandstill: true)
            let finding = try #require(findings.first)
            #expect(findings.count == 1 && finding.form == form(of: kind))
            #expect(finding.message.contains("Ann") && finding.message.contains("it"))
            #expect(finding.threads == [waiter] && finding.objects == [object])
        }
    }

    @Test func `meet all kinds in random traces, and waits for all that can be waited for`() {
        let first = UInt64.random(in: 0...(.max))
        var waited: Set<ObjectKind> = []
        for seed in (0..<500).map({ first &+ $0 }) {
            let trace = RandomTrace(seed: seed).builder.trace
            #expect(Set(trace.objects.map(\.kind)) == Set(ObjectKind.allCases))
            for event in trace.events where event.phase == .wait {
                guard let object = event.object else { continue }
                let kind = trace.objects[object].kind
                let mayWait = kind.model.mayWait(event.action)
                #expect(mayWait, "\(kind) does not wait to \(event.action)")
                waited.insert(kind)
            }
        }
        // A random trace joins only threads that have ended.
        let never = ObjectKind.allCases.filter { kind in
            kind == .thread || !Action.allCases.contains { kind.model.mayWait($0) }
        }
        #expect(waited == Set(ObjectKind.allCases).subtracting(never), "seed \(first)")
    }

    @Test(arguments: ObjectKind.allCases)
    func `count as acquisitions what may wait for it`(_ kind: ObjectKind) {
        for action in Action.allCases where action.hasObject {
            var builder = TraceBuilder()
            let (thread, object) = (builder.thread("Ann"), builder.object(kind, "it"))
            builder.event(thread, action, object, state: kind.samples[0])
            let count = kind.model.mayWait(action) ? 1 : 0
            #expect(RunStatistics(of: builder.trace).objects.map(\.acquisitions) == [count])
        }
    }
}
