import Events

/// What threads have given, or taken, of which something is still there: of each thread how much, and the last time.
///
/// Of several by one thread the last stands for all, since each comes after those before it.
struct Contributions: Sendable {
    private var threads: [ThreadID: (count: Int, last: Int32)] = [:]

    /// Takes note that a thread did it once more.
    mutating func add(by thread: ThreadID, at index: Int32) {
        threads[thread] = ((threads[thread]?.count ?? 0) + 1, index)
    }

    /// Takes note that of what a thread did so much is undone.
    mutating func remove(_ count: Int = 1, of thread: ThreadID) {
        guard let known = threads[thread] else { return }
        threads[thread] = known.count > count ? (known.count &- count, known.last) : nil
    }

    /// How much is there that this thread did.
    func count(of thread: ThreadID) -> Int { threads[thread]?.count ?? 0 }

    /// For each thread of which something is there, the last time that it did it.
    var latest: [Int32] { threads.values.map(\.last).sorted() }
}
