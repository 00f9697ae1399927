package import Events
import Threading
import Tracing

/// Accesses of a variable by two threads, one of them a write, that nothing orders: Cormac Flanagan's and Stephen
/// Freund's FastTrack (PLDI 2009). One finding for each variable and pair of source lines.
///
/// It says another thing than `LostUpdates`: a race is there whether or not it did harm this time, and an update can be
/// lost between accesses that are each made under a lock.
public struct DataRaces: Analysis {
    /// The analysis.
    public init() {}

    /// The races, in the order in which they were seen.
    public func findings(in context: AnalysisContext) -> [Finding] {
        races(in: context).map { $0.finding(in: context.trace) }
    }

    /// The races as pairs of events, in the order in which they were seen.
    package func races(in context: AnalysisContext) -> [RacingEvents] {
        let variables = Set(context.trace.objects.filter { $0.kind == .variable }.map(\.id))
        if variables.isEmpty { return [] }
        var detector = RaceDetector(in: context, variables)
        return detector.races()
    }
}

/// Two events that race, the first ones of their variable and lines.
package struct RacingEvents {
    package let object: ObjectID
    /// Their places among the trace's events.
    package let events: (first: Int, second: Int)
    /// How often two events at these lines did.
    package fileprivate(set) var count = 1

    fileprivate func finding(in trace: Trace) -> Finding {
        let pair = [trace.events[events.first], trace.events[events.second]]
        let variable = trace.name(ofObject: object)
        let parts = pair.map { event in
            "\(trace.name(ofThread: event.thread)) \(event.action == .read ? "read" : "wrote") it"
                + trace.place(event)
        }
        let often = count == 1 ? "" : " It happened \(count) times at these lines."
        return Finding(
            .dataRace(count: count),
            message:
                "Data race on \(variable): \(parts.joined(separator: " and ")), and nothing orders the two."
                + often,
            threads: pair.map(\.thread), objects: [object], events: pair.map(\.seq))
    }
}

/// An access of a variable.
private struct Access {
    let lane: Int32
    /// Its place among its thread's events: with the thread this is the paper's epoch.
    let place: Int32
    let event: Int32
}

/// The last accesses of a variable that a later one may race with. A class, so that its reads are changed in place.
private final class VariableAccesses {
    /// Nearly all variables are read by one thread at a time, and then one access says it all; that is what makes
    /// FastTrack fast.
    enum Reads {
        case none
        case one(Access)
        case several([Int32: Access])
    }

    var write: Access?
    var reads = Reads.none
}

private struct RaceDetector {
    private let trace: Trace
    private let order: SynchronizationOrder
    private var clocks: VectorClocks
    private var variables: [ObjectID: VariableAccesses]
    private var seen: [Place: RacingEvents] = [:]

    private struct Place: Hashable {
        let object: ObjectID
        let lines: [String]
    }

    init(in context: AnalysisContext, _ variables: Set<ObjectID>) {
        trace = context.trace
        order = context.order
        clocks = VectorClocks(order)
        self.variables = Dictionary(uniqueKeysWithValues: variables.map { ($0, VariableAccesses()) })
    }

    mutating func races() -> [RacingEvents] {
        for (index, event) in trace.events.enumerated() {
            clocks.advance()
            guard event.phase == .done, event.action == .read || event.action == .write,
                let accesses = event.object.flatMap({ variables[$0] })
            else { continue }
            let access = Access(lane: order.lanes[index], place: order.places[index], event: Int32(index))
            if event.action == .read { read(access, accesses) } else { write(access, accesses) }
        }
        return seen.values.sorted {
            ($0.events.second, $0.events.first) < ($1.events.second, $1.events.first)
        }
    }

    private mutating func read(_ access: Access, _ accesses: VariableAccesses) {
        check(accesses.write, access)
        switch accesses.reads {
        case .none: accesses.reads = .one(access)
        case .one(let other) where isOrdered(other, before: access): accesses.reads = .one(access)
        case .one(let other): accesses.reads = .several([other.lane: other, access.lane: access])
        case .several(var reads):
            accesses.reads = .none
            reads[access.lane] = access
            accesses.reads = .several(reads)
        }
    }

    private mutating func write(_ access: Access, _ accesses: VariableAccesses) {
        check(accesses.write, access)
        switch accesses.reads {
        case .none: break
        case .one(let read): check(read, access)
        case .several(let reads): for lane in reads.keys.sorted() { check(reads[lane], access) }
        }
        // What comes after this write comes after those that it came after. If it raced with one, that is known.
        accesses.write = access
        accesses.reads = .none
    }

    private func isOrdered(_ first: Access, before second: Access) -> Bool {
        first.lane == second.lane || clocks.clocks[Int(second.lane)][Int(first.lane)] >= first.place
    }

    private mutating func check(_ first: Access?, _ second: Access) {
        guard let first, !isOrdered(first, before: second) else { return }
        let (one, other) = (trace.events[Int(first.event)], trace.events[Int(second.event)])
        guard let object = one.object else { return }
        let lines = [one, other].map { $0.source?.description ?? "" }.sorted()
        let race = RacingEvents(object: object, events: (Int(first.event), Int(second.event)), count: 0)
        seen[Place(object: object, lines: lines), default: race].count += 1
    }
}
