import Analyses
import Events
import Scheduling
import Threading
import Tracing

/// The data races that the workers of a search have found.
///
/// An execution in which something new is suspected (`RaceWatch`) is run once more, with a trace; what the analysis of
/// traces says of it is told here. So an exploration says of an execution what a recorded run says of the same.
final class RaceRegister: Sendable {
    private let state = Locked(State())

    private struct State {
        /// The places that race, and the simplest execution in which each was seen to.
        var known: [RacePlace: Simplicity] = [:]
        var races: [Listed] = []
        var isCut = false

        /// Adds a race, or a simpler execution in which it is seen.
        mutating func add(_ race: DataRace, at place: RacePlace, _ simplicity: Simplicity) {
            known[place] = min(known[place] ?? .none, simplicity)
            if let index = races.firstIndex(where: { $0.race.isSame(as: race) }) {
                if simplicity < races[index].simplicity {
                    races[index] = Listed(race: race, simplicity: simplicity)
                }
            } else if races.count < DataRace.limit {
                races.append(Listed(race: race, simplicity: simplicity))
            } else {
                isCut = true
            }
        }
    }

    private struct Listed {
        var race: DataRace
        var simplicity: Simplicity
    }

    /// The races, in the order in which they were found.
    var races: [DataRace] { state.withLock { $0.races.map(\.race) } }

    /// Whether there are more.
    var isCut: Bool { state.withLock { $0.isCut } }

    /// Forgets which number an object had, but no race: another round gives others.
    func beginRound() { state.withLock { $0.known = [:] } }

    /// Looks for what is new in the execution that an attempt has just made.
    func look(at attempt: Attempt, of search: Search, endedBy ending: Ending<Int>, within budget: Budget) {
        let execution = attempt.director.execution
        let simplicity = Simplicity(preemptions: execution.preemptions, steps: execution.steps.count)
        if !search.options.tracesEveryExecution {
            guard execution.races.isNews(simplicity) else { return }
            execution.races.learn(from: state.withLock { $0.known })
            guard execution.races.isNews(simplicity) else { return }
        }
        let schedule = attempt.schedule(isWhole: ending.isWhole)
        let replay = search.replay(
            schedule, then: .pause, eventLimit: Self.eventLimit, within: budget)
        // Whether the program repeats itself is found out by others.
        if budget.isSpent || replay.scheduler.misfit != nil || replay.stray != nil { return }
        let trace = replay.trace
        let found = DataRaces().races(in: AnalysisContext(of: trace))
        if found.isEmpty { return }
        // The trace's accesses are those of the execution, in the same order.
        let accesses = Dictionary(
            uniqueKeysWithValues: zip(
                trace.events.indices.filter { trace.isAccess($0) }, execution.races.accesses))
        for pair in found {
            guard let first = accesses[pair.events.first], let second = accesses[pair.events.second],
                let place = execution.races.place(
                    of: first, and: second, on: execution.steps[second].footprint.object)
            else { continue }
            let race = DataRace(
                variable: trace.name(ofObject: pair.object), first: .init(pair.events.first, in: trace),
                second: .init(pair.events.second, in: trace), schedule: schedule,
                preemptions: execution.preemptions)
            state.withLock { $0.add(race, at: place, simplicity) }
        }
        execution.races.learn(from: state.withLock { $0.known })
    }

    /// Whatever an execution does is in the trace: an analysis of a part of it would know too few edges.
    private static let eventLimit = 1 << 40
}

extension DataRace {
    /// Whether two are told as one: the same variable, and the same two lines.
    fileprivate func isSame(as other: DataRace) -> Bool {
        variable == other.variable
            && ([first.source, second.source] == [other.first.source, other.second.source]
                || [first.source, second.source] == [other.second.source, other.first.source])
    }
}

extension DataRace.Access {
    fileprivate init(_ event: Int, in trace: Trace) {
        let event = trace.events[event]
        self.init(
            thread: trace.name(ofThread: event.thread), action: event.action,
            source: event.source?.description)
    }
}

extension Trace {
    /// Whether an event is an access of a variable that happened.
    fileprivate func isAccess(_ event: Int) -> Bool {
        let event = events[event]
        guard event.phase == .done, let object = event.object else { return false }
        return objects[object].kind == .variable
    }
}
