import Events
import Threading
import Tracing

/// A variable whose reads depend on the write that they read.
struct VariableDependences: ObjectHistory {
    private var write: Int32?

    mutating func add(_ event: TraceEvent, at index: Int32, hasWaited: Bool, to sources: inout [Int32]) {
        guard event.phase == .done else { return }
        switch event.action {
        case .write: write = index
        case .read, .inspect: if let write { sources.append(write) }
        default: break
        }
    }
}

/// A lock whose order is free, except that who looked at it, or tried it in vain, depends on what it found.
struct LockObservations: ObjectHistory {
    private var change: Int32?

    mutating func add(_ event: TraceEvent, at index: Int32, hasWaited: Bool, to sources: inout [Int32]) {
        switch (event.action, event.phase) {
        case (.acquire, .done), (.release, .done): change = index
        case (.inspect, _), (_, .timeout): if let change { sources.append(change) }
        default: break
        }
    }
}

/// An object of which each action depends on the one before.
struct ChainHistory: ObjectHistory {
    private var previous: Int32?

    mutating func add(_ event: TraceEvent, at index: Int32, hasWaited: Bool, to sources: inout [Int32]) {
        if event.phase == .wait || event.phase == .interrupt { return }
        if let previous { sources.append(previous) }
        previous = index
    }
}
