import Events
import JSON

/// A semaphore: permits that are given and taken.
enum SemaphoreKind: KindOfObject {
    static let schema = JSONValue.schema(
        [JSONMember("permits", .integerSchema)], optional: [JSONMember("bound", .integerSchema)])

    static func write(_ state: ObjectState, to writer: inout JSONWriter) {
        guard case .semaphore(let permits, let bound) = state else { return }
        writer.member("permits", permits)
        if let bound { writer.member("bound", bound) }
    }

    static func state(from json: JSONValue) throws(JSONError) -> ObjectState {
        .semaphore(
            permits: try json.integer("permits"),
            bound: json["bound"] == nil ? nil : try json.integer("bound"))
    }

    static func remark(on event: TraceEvent) -> String? {
        guard case .semaphore(let permits, _) = event.state else { return nil }
        return permits == 1 ? "1 permit left" : "\(permits) permits left"
    }

    static func mayWait(_ action: Action) -> Bool { action == .acquire }

    static func history() -> any ObjectHistory { SemaphoreHistory() }

    static func memory() -> any WaitMemory { SemaphoreMemory() }
}

/// The oldest permit is taken first, and the release that gave it happens before the acquire that takes it. The permits
/// that it began with order nothing, so a semaphore for one is as good as a lock, and one for several protects no
/// variable. Who finds no permit comes after the acquires of those who have not given theirs back, as does whoever gives
/// back to a bounded semaphore what another took; whose release is one too many, after all that gave permits.
///
/// Java promises more, that each release happens before every later acquire; CPython promises nothing in words. What
/// is asked here is which acquire needed which release: any order of a run that keeps these edges has a permit for each
/// acquire, so what they leave unordered could indeed have met.
///
/// The trace does not say how many permits a semaphore began with. It follows from the first event, unless that is a
/// release; then all permits are taken for its own, which at worst orders too much.
private struct SemaphoreHistory: ObjectHistory {
    private var permits: Permits?
    private var count = 0
    /// The acquires of permits that the same thread has not given back.
    private var taken = Contributions()
    private var releases: [ThreadID: Int32] = [:]

    mutating func add(
        _ event: TraceEvent, at index: Int32, after threads: ThreadProgress, to sources: inout [Int32]
    ) {
        guard case .semaphore(let after, let bound) = event.state else { return }
        let isTaken = event.action == .acquire && event.phase == .done
        let isGiven = event.action == .release && event.phase == .done
        if permits == nil {
            count = isTaken ? after &+ 1 : isGiven ? 0 : after
            permits = Permits(initial: count)
        }
        if isTaken {
            if let giver = permits?.take() { sources.append(giver) }
            taken.add(by: event.thread, at: index)
        }
        if isGiven {
            let given = max(after &- count, 1)
            permits?.give(given, by: index)
            // A bounded semaphore takes back what was taken, so whoever gives more than they took needs others' acquires.
            if bound != nil, taken.count(of: event.thread) < given { sources += taken.latest }
            taken.remove(given, of: event.thread)
            releases[event.thread] = index
        }
        switch (event.action, event.phase) {
        case (.acquire, .timeout): sources += taken.latest
        case (.release, .refused): sources += releases.values.sorted()
        default: break
        }
        count = after
    }
}

/// The threads that took more permits than they gave, with the last time.
private struct SemaphoreMemory: WaitMemory {
    private var debts: [ThreadID: (balance: Int, event: TraceEvent)] = [:]

    mutating func add(_ event: TraceEvent) {
        switch (event.action, event.phase) {
        case (.acquire, .done): debts[event.thread] = ((debts[event.thread]?.balance ?? 0) + 1, event)
        case (.release, .done):
            let known = debts[event.thread]
            debts[event.thread] = ((known?.balance ?? 0) - 1, known?.event ?? event)
        default: break
        }
    }

    func cause(
        of threads: [ThreadID], for semaphore: ObjectID, in standstill: Standstill
    ) -> StandstillCause? {
        let debtors = debts.filter { $1.balance > 0 }.sorted { $0.key < $1.key }
        let taken = debtors.map { thread, debt in
            "\(standstill.name(thread)) took one\(standstill.trace.place(debt.event)) and did not give it back"
        }
        let why = taken.isEmpty ? "" : ": " + taken.prefix(4).joined(separator: ", ")
        return StandstillCause(
            form: .semaphoreNeverReleased,
            sentence:
                "Semaphore never released: \(standstill.subject(threads, "wait")) for a permit of "
                + "\(standstill.name(ofObject: semaphore)), and nobody is left to release one\(why).",
            threads: threads, evidence: debtors.map(\.value.event))
    }
}
