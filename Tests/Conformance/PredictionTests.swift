import Analyses
import Exploration
import LockstepTestKit
import Scheduling
import Testing
import Threading
import Tracing

/// A random program of a few threads that take locks inside of one another, sometimes only if they find out something
/// about what the others have done.
private struct NestingProgram: Sendable {
    enum Condition: CaseIterable {
        case always, wasWritten, isSet, isNotSet, isHeld, isEmpty, hasPermit, neighbourIsAlive
    }

    enum Step {
        case nest(Condition, outer: Int, inner: Int, isTried: Bool, isScoped: Bool)
        case write, set, put, release
    }

    private let threads: [[Step]]
    private static let locks = 3

    init(_ generator: inout SplitMix64) {
        threads = (0..<Int.random(in: 2...3, using: &generator)).map { _ in
            (0..<2).map { _ in
                switch Int.random(in: 0..<7, using: &generator) {
                case 0: return .write
                case 1: return .set
                case 2: return .put
                case 3: return .release
                default:
                    let outer = Int.random(in: 0..<Self.locks, using: &generator)
                    let inner = (outer + Int.random(in: 1..<Self.locks, using: &generator)) % Self.locks
                    let condition = Condition.allCases.randomElement(using: &generator) ?? .always
                    return .nest(
                        Bool.random(using: &generator) ? .always : condition, outer: outer, inner: inner,
                        isTried: Int.random(in: 0..<4, using: &generator) == 0,
                        isScoped: Int.random(in: 0..<4, using: &generator) > 0)
                }
            }
        }
    }

    func run() throws -> Int {
        let locks = (0..<Self.locks).map { Lock(name: "lock \($0)") }
        let (variable, event, queue, semaphore) = try (Shared(0), Event(), Queue<Int>(), Semaphore(0))

        @Sendable func holds(_ condition: Condition, _ neighbour: Thread?) throws -> Bool {
            switch condition {
            case .always: true
            case .wasWritten: try variable.read() > 0
            case .isSet: event.isSet
            case .isNotSet: !event.isSet
            case .isHeld: locks[0].isLocked
            case .isEmpty: queue.isEmpty
            case .hasPermit: try semaphore.tryAcquire()
            case .neighbourIsAlive: neighbour?.isAlive ?? true
            }
        }

        @Sendable func perform(_ step: Step, _ neighbour: Thread?) throws {
            switch step {
            case .write: try variable.write(1)
            case .set: event.set()
            case .put: try queue.put(1)
            case .release: semaphore.release()
            case .nest(let condition, let outer, let inner, let isTried, let isScoped):
                guard try holds(condition, neighbour) else { return }
                if !isScoped {
                    try locks[outer].acquire()
                } else {
                    try locks[outer].enter(file: #fileID, line: #line)
                }
                if !isTried {
                    try locks[inner].withLock {}
                } else if try locks[inner].tryAcquire() {
                    try locks[inner].release()
                }
                try locks[outer].release()
            }
        }

        var started: [Thread] = []
        for steps in threads {
            let neighbour = started.last
            started.append(Thread { for step in steps { try perform(step, neighbour) } })
        }
        for thread in started { try thread.start() }
        for thread in started { try thread.join() }
        return 0
    }
}

@Suite struct `a predicted deadlock` {
    @Test func `is among the ends of the same program's exploration`() throws {
        let first = UInt64.random(in: 0...(.max))
        var (predicted, possible) = (0, 0)
        for seed in (0..<1_500).map({ first &+ $0 }) {
            var generator = SplitMix64(seed: seed)
            let program = NestingProgram(&generator)
            let (end, trace) = try EngineUnderTest.simulation.watch(seed: seed) { _ = try program.run() }
            guard end == .finished else { continue }
            for case .lockOrderInversion(_, let isPredicted) in trace.findings(isStandstill: false).map(
                \.kind)
            {
                guard isPredicted else {
                    possible += 1
                    continue
                }
                predicted += 1
                let report = explore(seeksCauses: false) { try program.run() }
                #expect(report.outcomes.contains { $0.ending.isDeadlock }, "seed \(seed)")
            }
        }
        #expect(predicted > 20 && possible > 0, "\(predicted) predicted, \(possible) possible")
    }
}
