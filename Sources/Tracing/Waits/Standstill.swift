package import Events

/// A moment at which threads wait, with what led to it: what a kind of object needs to say why nobody ends a wait.
package struct Standstill: Sendable {
    package let trace: Trace
    package let graph: WaitForGraph
    /// The threads that have ended.
    package private(set) var ended: Set<ThreadID> = []
    /// What each object's past says of those who wait.
    package private(set) var memories: [any WaitMemory]

    /// The moment just before the event with this `seq`, of which `graph` is the graph.
    package init(of trace: Trace, _ graph: WaitForGraph, before seq: Int) {
        (self.trace, self.graph) = (trace, graph)
        memories = trace.objects.map { $0.kind.model.memory() }
        for event in trace.events.prefix(while: { $0.seq < seq }) {
            if event.action == .end { ended.insert(event.thread) }
            if let object = event.object, memories.indices.contains(object) { memories[object].add(event) }
        }
    }

    // MARK: Who could help

    /// The threads that wait, and would have to do what another waits for.
    func helpers(of thread: ThreadID) -> [ThreadID] {
        guard let wait = graph.waits[thread], let object = wait.object else { return [] }
        let helpers = memories[object].helpers(for: wait) ?? graph.holder(of: object).map { [$0] } ?? []
        return helpers.filter { graph.waits[$0] != nil }.sorted()
    }

    /// The shortest way from a thread over those who could help it back to itself.
    func circle(from start: ThreadID) -> [ThreadID]? {
        var before: [ThreadID: ThreadID] = [:]
        var frontier = [start]
        while !frontier.isEmpty {
            var next: [ThreadID] = []
            for thread in frontier {
                for other in helpers(of: thread) {
                    if other == start {
                        return Array(sequence(first: thread) { $0 == start ? nil : before[$0] }.reversed())
                    }
                    if before[other] == nil {
                        before[other] = thread
                        next.append(other)
                    }
                }
            }
            frontier = next
        }
        return nil
    }

    /// The `seq` of the first of these threads' waits.
    func begin(of threads: [ThreadID]) -> Int { threads.compactMap { graph.waits[$0]?.seq }.min() ?? 0 }

    // MARK: Words

    /// `Ann waits for A (line); Bob waits for B (line)`.
    package func describe(_ threads: [ThreadID]) -> String {
        threads.map { "\(name($0)) waits for \(object(of: $0))\(place(of: $0))" }.joined(separator: "; ")
    }

    func name(_ thread: ThreadID) -> String { trace.name(ofThread: thread) }

    func name(ofObject object: ObjectID) -> String { trace.name(ofObject: object) }

    func object(of thread: ThreadID) -> String {
        graph.waits[thread]?.object.map(trace.name(ofObject:)) ?? "nothing"
    }

    func place(of thread: ThreadID) -> String { graph.waits[thread].map(trace.place) ?? "" }

    /// `Ann (line), Bob (line) and Carl (line) wait`, or `Ann waits (line)`; of many, the first few.
    func subject(_ threads: [ThreadID], _ verb: String) -> String {
        let shown = threads.prefix(Self.mostNames).map { name($0) + place(of: $0) }
        if threads.count == 1 { return "\(shown[0]) \(verb)s" }
        let rest = threads.count - shown.count
        let list =
            rest > 0
            ? "\(shown.joined(separator: ", ")) and \(rest) more"
            : "\(shown.dropLast().joined(separator: ", ")) and \(shown[shown.count - 1])"
        return "\(list) \(verb)"
    }

    /// A sentence with a hundred names would be read by nobody; the finding has them all.
    private static let mostNames = 8
}
