import Threading

extension Trace {
    /// The deadlocks of a run: each circle of threads that wait for one another, and, if the whole run stood still
    /// without one, those who waited for what nobody was left to do.
    ///
    /// The moment looked at is the one before the first thread was interrupted.
    ///
    /// - Parameter isStandstill: whether every thread of the run waited without a deadline.
    public func deadlocks(isStandstill: Bool) -> [Finding] {
        let end = events.first { $0.phase == .interrupt }?.seq ?? .max
        let graph = WaitForGraph(of: self, before: end)
        let cycles = graph.cycles
        if cycles.isEmpty && isStandstill { return [standstill(graph)] }
        return cycles.map { cycle($0, in: graph) }
    }

    private func cycle(_ links: [CycleLink], in graph: WaitForGraph) -> Finding {
        let waits = links.compactMap { graph.waits[$0.thread] }
        let objects = Set(links.map(\.waitsFor)).sorted()
        return Finding(
            kind: .deadlock, message: message(for: links, in: graph), threads: links.map(\.thread),
            objects: objects, events: waits.map(\.seq), cycle: links)
    }

    private func message(for links: [CycleLink], in graph: WaitForGraph) -> String {
        if let only = links.first, links.count == 1 {
            let object = name(ofObject: only.waitsFor)
            return "Self-deadlock: \(name(ofThread: only.thread)) waits for \(object), which it holds itself"
                + "\(place(only, in: graph))."
        }
        let kinds = Set(links.map { objects[$0.waitsFor].kind })
        let title =
            switch kinds {
            case [.lock], [.rlock], [.lock, .rlock]: "Lock cycle"
            case [.thread]: "Join cycle"
            default: "Deadlock"
            }
        let parts = zip(links, links.dropFirst() + links.prefix(1)).map { link, next in
            "\(name(ofThread: link.thread)) waits for \(name(ofObject: link.waitsFor)), which "
                + "\(name(ofThread: next.thread)) \(objects[link.waitsFor].kind.possession)"
                + place(link, in: graph)
        }
        return "\(title): \(parts.joined(separator: "; "))."
    }

    private func place(_ link: CycleLink, in graph: WaitForGraph) -> String {
        graph.waits[link.thread].map(place) ?? ""
    }

    private func standstill(_ graph: WaitForGraph) -> Finding {
        let waits = graph.waits.values.sorted { $0.thread < $1.thread }
        let parts = waits.map { wait in
            let object = wait.object.map(name(ofObject:)) ?? "nothing"
            return "\(name(ofThread: wait.thread)) waits for \(object)\(place(wait))"
        }
        return Finding(
            kind: .deadlock,
            message:
                "Standstill: \(parts.joined(separator: "; ")); and no thread is left that could end a wait.",
            threads: waits.map(\.thread), objects: Set(waits.compactMap(\.object)).sorted(),
            events: waits.map(\.seq), cycle: [])
    }
}

extension ObjectKind {
    /// What the thread does that others wait for when they wait for such an object.
    fileprivate var possession: String {
        switch self {
        case .thread: "is"
        case .future: "computes"
        default: "holds"
        }
    }
}
