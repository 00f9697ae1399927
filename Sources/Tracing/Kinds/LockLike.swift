import Events

/// What all locks have in common, reentrant or not: one thread at a time holds them.
protocol LockLike: KindOfObject {}

extension LockLike {
    static var isLock: Bool { true }

    static func mayWait(_ action: Action) -> Bool { action == .acquire }

    static func history() -> any ObjectHistory { LockHistory() }

    static func history(_ edges: OrderEdges) -> any ObjectHistory {
        switch edges {
        case .all: history()
        case .withoutLocks: NoHistory()
        case .dependences: LockObservations()
        }
    }

    static func memory() -> any WaitMemory { LockMemory() }
}

/// A lock's release happens before the next acquire, and before whatever finds the lock free; its acquire before whatever
/// finds it held: a look, a try in vain, another thread's release. Of the several releases of an rlock, the last is the
/// one before another thread's acquire.
private struct LockHistory: ObjectHistory {
    /// What took it for whoever holds it now.
    private var acquire: Int32?
    private var release: Int32?

    mutating func add(
        _ event: TraceEvent, at index: Int32, after threads: ThreadProgress, to sources: inout [Int32]
    ) {
        switch (event.action, event.phase) {
        case (.acquire, .done):
            if let release { sources.append(release) }
            acquire = acquire ?? index
        case (.release, .done):
            if let acquire { sources.append(acquire) }
            release = index
            if event.state?.holder == nil { acquire = nil }
        case (.inspect, .done), (.acquire, .timeout), (.release, .refused):
            if let change = event.state?.holder == nil ? release : acquire { sources.append(change) }
        default: break
        }
    }
}

/// A lock whose order is free, except that who looked at it, tried it in vain, or let it go, depends on what it found.
private struct LockObservations: ObjectHistory {
    private var change: Int32?

    mutating func add(
        _ event: TraceEvent, at index: Int32, after threads: ThreadProgress, to sources: inout [Int32]
    ) {
        switch (event.action, event.phase) {
        case (.acquire, .done): change = index
        case (.release, .done):
            if let change { sources.append(change) }
            change = index
        case (.inspect, _), (_, .timeout), (_, .refused): if let change { sources.append(change) }
        default: break
        }
    }
}

/// Who took the lock last: its holder may have ended, or wait for ever without being in a circle.
private struct LockMemory: WaitMemory {
    private var acquire: TraceEvent?

    mutating func add(_ event: TraceEvent) {
        if event.action == .acquire, event.phase == .done { acquire = event }
    }

    func cause(of threads: [ThreadID], for lock: ObjectID, in standstill: Standstill) -> StandstillCause? {
        guard let holder = standstill.graph.holder(of: lock) else { return nil }
        let why =
            standstill.ended.contains(holder)
            ? "and had not released when it ended"
            : "and does not release, as it waits itself for \(standstill.object(of: holder))"
                + standstill.place(of: holder)
        return StandstillCause(
            form: .lockNeverReleased,
            sentence:
                "Lock never released: \(standstill.subject(threads, "wait")) for \(standstill.name(ofObject: lock)), "
                + "which \(standstill.name(holder)) took\(acquire.map(standstill.trace.place) ?? "") \(why).",
            threads: threads, evidence: acquire.map { [$0] } ?? [])
    }
}
