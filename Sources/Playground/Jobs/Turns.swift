/// The line in which clients' jobs wait, and who has had turns: whose turn it is goes by what each client has under way
/// and has been served, and not by when it has ordered.
///
/// The turn is that of the client with the fewest jobs under way; among those, of the one that was due first. A client
/// is due when it comes; but one that has had a turn lately is due only so many turns after that one, so that whoever
/// comes meanwhile goes before it. As that is a time and not a rank, newcomers go before it for so long and no longer:
/// nobody waits for ever, however many others come.
package struct Turns<Item: AnyObject> {
    private struct Place {
        var waiting: ArraySlice<Item>
        /// The turn from which on it is the client's; and when it came to the line, where two are due at once.
        let due: Int
        let arrival: Int
    }

    private let memory: Int
    private var line: [String: Place] = [:]
    private var underWay: [String: Int] = [:]
    /// The last turn of each client that had one lately.
    private var last: [String: Int] = [:]
    private var turns = 0
    private var arrivals = 0

    /// A line without anybody in it.
    ///
    /// - Parameter memory: for how many turns it counts that a client has had one; one or more.
    package init(memory: Int) { self.memory = memory }

    /// Lines up a job behind those of the same client.
    package mutating func queue(_ job: Item, of client: String) {
        if line[client]?.waiting.append(job) == nil { enter(client, with: [job]) }
    }

    /// Takes the job whose turn it is out of the line; nil if none waits. It is under way until `end`.
    package mutating func next() -> Item? {
        func rank(_ client: String, _ place: Place) -> (Int, Int, Int) {
            (underWay[client, default: 0], place.due, place.arrival)
        }
        guard let (client, place) = line.min(by: { rank($0.key, $0.value) < rank($1.key, $1.value) }) else {
            return nil
        }
        turns += 1
        last[client] = turns
        // Twice as many as count, lest a full memory is looked through at every turn.
        if last.count > 2 * memory { last = last.filter { $0.value + memory > turns } }
        underWay[client, default: 0] += 1
        line[client] = nil
        let rest = place.waiting.dropFirst()
        if !rest.isEmpty { enter(client, with: rest) }
        return place.waiting.first
    }

    /// Takes a job out of the line; false if it is not in it.
    package mutating func withdraw(_ job: Item, of client: String) -> Bool {
        guard let index = line[client]?.waiting.firstIndex(where: { $0 === job }) else { return false }
        line[client]?.waiting.remove(at: index)
        if line[client]?.waiting.isEmpty == true { line[client] = nil }
        return true
    }

    /// Says that a job of a client, which has had its turn, is over.
    package mutating func end(of client: String) {
        guard let count = underWay[client] else { return }
        underWay[client] = count > 1 ? count - 1 : nil
    }

    private mutating func enter(_ client: String, with jobs: ArraySlice<Item>) {
        arrivals += 1
        let due = max(turns, last[client].map { $0 + memory } ?? 0)
        line[client] = Place(waiting: jobs, due: due, arrival: arrivals)
    }
}
