import Events
import Threading
import Tracing

/// The deadlocks of a run: each circle of threads that wait for one another; those who wait for a lock whose holder has
/// ended; and, if the whole run stood still, whatever it was that nobody was left to do.
///
/// While others go on, a circle is a deadlock only if nobody outside of it can end a wait in it: any thread may release a
/// plain lock, unless a scoped section holds it, or finish a future. Another circle is told of as what it is.
///
/// The moment looked at is the one before the first thread was interrupted.
public struct Deadlocks: Analysis {
    /// The analysis.
    public init() {}

    /// The deadlocks.
    public func findings(in context: AnalysisContext) -> [Finding] {
        context.trace.deadlocks(isStandstill: context.isStandstill)
    }
}

extension Trace {
    fileprivate func deadlocks(isStandstill: Bool) -> [Finding] {
        let end = events.first { $0.phase == .interrupt }?.seq ?? .max
        let graph = WaitForGraph(of: self, before: end)
        if graph.waits.isEmpty { return [] }
        let cycles = graph.cycles
        let standstill = Standstill(of: self, graph, before: end)
        if isStandstill {
            return cycles.map { deadlock($0, in: graph) }
                + standstill.findings(apartFrom: graph.threads(leadingInto: cycles))
        }
        let closed = cycles.filter(graph.isClosed)
        return closed.map { deadlock($0, in: graph) } + standstill.locksOfTheEnded()
            + cycles.filter { !closed.contains($0) }.map { circle($0, in: graph) }
    }

    private func deadlock(_ links: [CycleLink], in graph: WaitForGraph) -> Finding {
        let form = form(of: links)
        return finding(.deadlock(form, cycle: links), message(for: links, form, in: graph), links, in: graph)
    }

    /// A circle that another thread could still open.
    private func circle(_ links: [CycleLink], in graph: WaitForGraph) -> Finding {
        let open = links.first { graph.onlyHolder(of: $0.waitsFor) == nil }
        let way = open.map { link in
            let object = name(ofObject: link.waitsFor)
            return objects[link.waitsFor].kind.model.isLock
                ? "any thread may release \(object)" : "any thread may finish \(object)"
        }
        let end = way.map { " It is no deadlock as long as another thread goes on: \($0)." } ?? ""
        return finding(
            .circularWait(cycle: links), "Waits in a circle: \(story(of: links, in: graph)).\(end)", links,
            in: graph)
    }

    private func finding(
        _ kind: Finding.Kind, _ message: String, _ links: [CycleLink], in graph: WaitForGraph
    ) -> Finding {
        Finding(
            kind, message: message, threads: links.map(\.thread),
            objects: Set(links.map(\.waitsFor)).sorted(),
            events: links.compactMap { graph.waits[$0.thread]?.seq })
    }

    private func form(of links: [CycleLink]) -> DeadlockForm {
        if links.count == 1 { return .selfDeadlock }
        let kinds = links.map { objects[$0.waitsFor].kind.model }
        if kinds.allSatisfy({ $0.isLock }) { return .lockCycle }
        return kinds.allSatisfy { $0.possession == .is } ? .joinCycle : .mixedCycle
    }

    private func message(for links: [CycleLink], _ form: DeadlockForm, in graph: WaitForGraph) -> String {
        if form == .selfDeadlock, let only = links.first {
            let object = name(ofObject: only.waitsFor)
            return "Self-deadlock: \(name(ofThread: only.thread)) waits for \(object), which it "
                + "\(objects[only.waitsFor].kind.model.possession.rawValue) itself\(place(only, in: graph))."
        }
        let title =
            switch form {
            case .lockCycle: "Lock cycle"
            case .joinCycle: "Join cycle"
            default: "Deadlock"
            }
        return "\(title): \(story(of: links, in: graph))."
    }

    /// Who waits for what, and who has it, around the circle.
    private func story(of links: [CycleLink], in graph: WaitForGraph) -> String {
        zip(links, links.dropFirst() + links.prefix(1)).map { link, next in
            "\(name(ofThread: link.thread)) waits for \(name(ofObject: link.waitsFor)), which "
                + "\(name(ofThread: next.thread)) \(objects[link.waitsFor].kind.model.possession.rawValue)"
                + place(link, in: graph)
        }.joined(separator: "; ")
    }

    private func place(_ link: CycleLink, in graph: WaitForGraph) -> String {
        graph.waits[link.thread].map(place) ?? ""
    }
}
