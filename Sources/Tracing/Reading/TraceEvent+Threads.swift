import Events

extension TraceEvent {
    /// The threads that the event names beside its own: in its object's state, and in what it says of others.
    var namedThreads: [NamedThread] {
        let inState = state.map { $0.kind.model.threads(in: $0) } ?? []
        return inState.map { NamedThread("state." + $0.member, $0.thread) } + threadsInValue
    }

    /// Who has started the thread, who was notified, who was found alive.
    private var threadsInValue: [NamedThread] {
        switch (action, phase, value) {
        case (.start, .done, .integer(let starter)): [NamedThread("value", starter)]
        case (.notify, .done, .list(let notified)): Self.threads(notified)
        case (.inspect, .done, .list(let alive)):
            if case .thread? = state { Self.threads(alive) } else { [] }
        default: []
        }
    }

    private static func threads(_ values: [TraceValue]) -> [NamedThread] {
        values.enumerated().compactMap { index, value in
            if case .integer(let thread) = value { NamedThread("value[\(index)]", thread) } else { nil }
        }
    }
}
