import Events
import Threading
import Tracing

/// The deadlocks of a run: each circle of threads that wait for one another; those who wait for a lock whose holder has
/// ended; and, if the whole run stood still without a circle, whatever it was that nobody was left to do.
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
        if cycles.isEmpty && isStandstill { return standstill.findings() }
        return cycles.map { cycle($0, in: graph) } + standstill.locksOfTheEnded()
    }

    private func cycle(_ links: [CycleLink], in graph: WaitForGraph) -> Finding {
        let waits = links.compactMap { graph.waits[$0.thread] }
        let form = form(of: links)
        return Finding(
            .deadlock(form, cycle: links), message: message(for: links, form, in: graph),
            threads: links.map(\.thread), objects: Set(links.map(\.waitsFor)).sorted(),
            events: waits.map(\.seq))
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
        let parts = zip(links, links.dropFirst() + links.prefix(1)).map { link, next in
            "\(name(ofThread: link.thread)) waits for \(name(ofObject: link.waitsFor)), which "
                + "\(name(ofThread: next.thread)) \(objects[link.waitsFor].kind.model.possession.rawValue)"
                + place(link, in: graph)
        }
        return "\(title): \(parts.joined(separator: "; "))."
    }

    private func place(_ link: CycleLink, in graph: WaitForGraph) -> String {
        graph.waits[link.thread].map(place) ?? ""
    }
}
