import Events
import Threading

/// Which locks were taken while which others were held.
struct LockGraph {
    /// The acquires of one lock by one thread with the same locks held, in order.
    struct Group {
        let thread: ThreadID
        let held: Set<ObjectID>
        var dependencies: [LockDependency]
    }

    /// Who took one lock holding another.
    struct Candidates {
        let held: ObjectID
        let groups: [Group]
    }

    private struct Key: Hashable {
        let thread: ThreadID
        let lock: ObjectID
        let held: Set<ObjectID>
    }

    private var groups: [Group] = []
    /// For each lock that was held, the locks that were taken then, and by which groups.
    private var edges: [ObjectID: [ObjectID: [Int]]] = [:]

    init(_ dependencies: [LockDependency]) {
        var indices: [Key: Int] = [:]
        for dependency in dependencies {
            let held = Set(dependency.held.map(\.lock))
            let key = Key(thread: dependency.thread, lock: dependency.lock, held: held)
            if let index = indices[key] {
                groups[index].dependencies.append(dependency)
                continue
            }
            indices[key] = groups.count
            for lock in held { edges[lock, default: [:]][dependency.lock, default: []].append(groups.count) }
            groups.append(Group(thread: dependency.thread, held: held, dependencies: [dependency]))
        }
    }

    /// Who could close a circle of locks: for each of them, those who took the next one holding it.
    func candidates(for cycle: [ObjectID]) -> [Candidates] {
        zip(cycle, cycle.dropFirst() + cycle.prefix(1)).map { held, next in
            Candidates(held: held, groups: (edges[held]?[next] ?? []).map { groups[$0] })
        }
    }

    /// The circles of locks, each from its lowest lock on; at most as many as the search comes across in its time,
    /// since there can be exponentially many.
    func cycles() -> [[ObjectID]] {
        let components = StrongComponents(of: edges.mapValues { $0.keys.sorted() })
        var search = CycleSearch(graph: self, components: components)
        for start in edges.keys.sorted() { search.extend([start]) }
        return search.cycles
    }

    private struct CycleSearch {
        let graph: LockGraph
        let components: StrongComponents
        var cycles: [[ObjectID]] = []
        private var steps = 0
        private static let mostSteps = 100_000

        init(graph: LockGraph, components: StrongComponents) {
            (self.graph, self.components) = (graph, components)
        }

        mutating func extend(_ path: [ObjectID]) {
            let (start, end) = (path[0], path[path.count - 1])
            for next in (graph.edges[end] ?? [:]).keys.sorted() {
                steps += 1
                if steps > Self.mostSteps { return }
                if next == start {
                    cycles.append(path)
                } else if next > start, components.areTogether(start, next), !path.contains(next) {
                    extend(path + [next])
                }
            }
        }
    }
}

/// Which nodes of a graph can reach one another: Robert Tarjan's algorithm (1972).
struct StrongComponents {
    private var components: [ObjectID: Int] = [:]

    func areTogether(_ one: ObjectID, _ other: ObjectID) -> Bool { components[one] == components[other] }

    init(of edges: [ObjectID: [ObjectID]]) {
        var search = Search(edges: edges)
        for node in edges.keys.sorted() where search.numbers[node] == nil { search.visit(node) }
        components = search.components
    }

    private struct Search {
        let edges: [ObjectID: [ObjectID]]
        var numbers: [ObjectID: Int] = [:]
        var components: [ObjectID: Int] = [:]
        private var lowest: [ObjectID: Int] = [:]
        private var stack: [ObjectID] = []

        init(edges: [ObjectID: [ObjectID]]) { self.edges = edges }

        /// As deep as locks follow one another; a stack of its own, as a chain may have thousands.
        mutating func visit(_ root: ObjectID) {
            var path = [enter(root)]
            while let (node, next) = path.last {
                let targets = edges[node] ?? []
                if next < targets.count {
                    path[path.count - 1].next += 1
                    let target = targets[next]
                    if numbers[target] == nil {
                        path.append(enter(target))
                    } else if components[target] == nil {
                        lower(node, to: numbers[target])
                    }
                } else {
                    path.removeLast()
                    leave(node)
                    if let parent = path.last?.node { lower(parent, to: lowest[node]) }
                }
            }
        }

        private mutating func enter(_ node: ObjectID) -> (node: ObjectID, next: Int) {
            lowest[node] = numbers.count
            numbers[node] = numbers.count
            stack.append(node)
            return (node, 0)
        }

        private mutating func lower(_ node: ObjectID, to number: Int?) {
            if let number { lowest[node] = min(lowest[node] ?? number, number) }
        }

        private mutating func leave(_ node: ObjectID) {
            guard lowest[node] == numbers[node], let number = numbers[node] else { return }
            while let member = stack.popLast() {
                components[member] = number
                if member == node { break }
            }
        }
    }
}
