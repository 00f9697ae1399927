package import Events

extension ObjectKind {
    /// States of objects of this kind, every form of them at least once.
    package var samples: [ObjectState] {
        switch self {
        case .lock: [.lock(owner: 2), .lock(owner: 2, isScoped: true), .lock(owner: nil)]
        case .rlock: [.rlock(owner: 1, count: 2), .rlock(owner: nil, count: 0)]
        case .condition: [.condition(waiting: [1, 2], notified: [2]), .condition(waiting: [], notified: [])]
        case .semaphore: [.semaphore(permits: 1), .semaphore(permits: 1, bound: 3), .semaphore(permits: -1)]
        case .event: [.event(isSet: true), .event(isSet: false)]
        case .barrier:
            [
                .barrier(waiting: 1, parties: 3, phase: 2, isBroken: false),
                .barrier(waiting: 0, parties: 2, phase: 0, isBroken: true),
            ]
        case .latch: [.latch(count: 2), .latch(count: 0)]
        case .queue:
            [
                .queue(items: ["a"], size: 1, capacity: 4, unfinished: 2, isShutDown: false),
                .queue(items: ["", "b"], size: 40, capacity: nil, unfinished: 40, isShutDown: true),
            ]
        case .variable:
            [
                .variable(.integer(5)), .variable(.none),
                .variable(.list([.number(0.5), .text("x"), .flag(true), .none])),
            ]
        case .atomic: [.atomic(.integer(5)), .atomic(.flag(true)), .atomic(.none)]
        case .future:
            [.future(.running, runner: 1)]
                + FutureStage.allCases.filter { $0 != .running }.map { .future($0, runner: nil) }
        case .pool:
            [
                .pool(queued: 1, workers: 2, idle: 0, isShutDown: false),
                .pool(queued: 0, workers: 0, idle: 0, isShutDown: true),
            ]
        case .timer: TimerStage.allCases.map { .timer($0) }
        case .thread: ThreadStage.allCases.map { .thread($0, thread: 3) }
        }
    }
}
