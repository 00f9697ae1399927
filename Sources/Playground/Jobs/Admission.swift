/// The runs that wait for their turn or go on, and whose they are.
///
/// Two rules keep one client from keeping the others out. It has only a share of the room, so that there is always
/// some left for the next one; and clients take turns, so that who orders one run does not wait for all that another
/// has ordered before. Runs that nobody in particular has ordered count for no share, and take turns as one client.
struct Admission {
    private let limits: Limits
    private var runs: [JobID: (run: ActiveRun, client: String)] = [:]
    private var counts: [String: Int] = [:]
    /// The clients with runs that wait, in the order of their turns, and the runs in the order of their coming.
    private var line: [(client: String, waiting: ArraySlice<ActiveRun>)] = []

    init(_ limits: Limits) { self.limits = limits }

    subscript(id: JobID) -> ActiveRun? { runs[id]?.run }

    var everyRun: [ActiveRun] { runs.values.map(\.run) }

    /// Takes a run in, which has no turn yet.
    mutating func admit(_ run: ActiveRun, of client: String) throws(LaunchError) {
        guard runs.count < limits.runsAtOnce + limits.runsWaiting else {
            throw .busy(waiting: limits.runsWaiting)
        }
        if !client.isEmpty, counts[client, default: 0] >= limits.runsOfOneClient {
            throw .overShare(client: client, runs: limits.runsOfOneClient, share: limits.clientShare)
        }
        runs[run.id] = (run, client)
        counts[client, default: 0] += 1
    }

    /// Lines up a run that was taken in.
    mutating func queue(_ run: ActiveRun) {
        guard let client = runs[run.id]?.client else { return }
        if let place = line.firstIndex(where: { $0.client == client }) {
            line[place].waiting.append(run)
        } else {
            line.append((client, [run]))
        }
    }

    /// Takes the run whose turn it is out of the line; nil if none waits.
    mutating func next() -> ActiveRun? {
        guard !line.isEmpty else { return nil }
        var first = line.removeFirst()
        let run = first.waiting.removeFirst()
        if !first.waiting.isEmpty { line.append(first) }
        return run
    }

    /// Takes a run out of the line; false if it has had its turn.
    mutating func withdraw(_ run: ActiveRun) -> Bool {
        for place in line.indices {
            guard let index = line[place].waiting.firstIndex(where: { $0 === run }) else { continue }
            line[place].waiting.remove(at: index)
            if line[place].waiting.isEmpty { line.remove(at: place) }
            return true
        }
        return false
    }

    /// Forgets a run that is over, or was never launched.
    mutating func forget(_ run: ActiveRun) {
        guard let (_, client) = runs.removeValue(forKey: run.id), let count = counts[client] else { return }
        counts[client] = count > 1 ? count - 1 : nil
    }
}
