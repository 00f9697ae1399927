import Events

extension Future {
    /// Waits for several futures, as Python's `concurrent.futures.wait`. A future that was cancelled is done.
    ///
    /// - Parameters:
    ///   - futures: which; one that is there twice counts once.
    ///   - timeout: how long to wait at most; nil waits for ever, zero does not wait.
    ///   - goal: for what to wait.
    /// - Returns: which of them are done now, and which are not, both in the order in which they were given.
    public static func wait(
        for futures: some Sequence<Future>, timeout: Duration? = nil,
        until goal: CompletionGoal = .allCompleted,
        file: StaticString = #fileID, line: UInt = #line
    ) throws(Interrupted) -> (done: [Future], notDone: [Future]) {
        let futures = distinct(futures)
        let deadline = Deadline(timeout)
        switch goal {
        case .allCompleted:
            // Each by itself, so that whoever looks at the thread sees for what it waits.
            for future in futures {
                let isInTime =
                    try future.state.perform(
                        .get, within: deadline.left, file: file, line: line, when: { $0.isDone }
                    ) { _ in } != nil
                if !isInTime { break }
            }
        case .firstFailed, .firstCompleted:
            let completions = Completions(of: futures)
            defer { completions.leave() }
            while let future = try completions.next(within: deadline.left, file: file, line: line) {
                if goal == .firstCompleted || future.hasFailed { break }
            }
        }
        var (done, notDone): ([Future], [Future]) = ([], [])
        for future in futures { if future.isDone { done.append(future) } else { notDone.append(future) } }
        return (done, notDone)
    }

    /// Several futures, in the order in which they are done, as Python's `concurrent.futures.as_completed`. Does not wait
    /// by itself:
    ///
    ///     var completed = Future.asCompleted(futures)
    ///     while let future = try completed.next() { print(try future.result()) }
    ///
    /// - Parameters:
    ///   - futures: which; one that is there twice comes once.
    ///   - timeout: how long it may take until the last is done, counted from this call; nil for ever.
    public static func asCompleted(
        _ futures: some Sequence<Future>, timeout: Duration? = nil
    ) -> CompletedFutures<Value> {
        CompletedFutures(of: distinct(futures), within: Deadline(timeout))
    }

    private static func distinct(_ futures: some Sequence<Future>) -> [Future] {
        var known: Set<ObjectIdentifier> = []
        return futures.filter { known.insert(ObjectIdentifier($0)).inserted }
    }

    /// Whether the computation has thrown an error. Only of a future that is done, which stays as it is.
    private var hasFailed: Bool { state.peek { $0.shownStage == .failed } }
}

/// For what to wait of several futures.
public enum CompletionGoal: Sendable, Hashable {
    /// Until one of them is done: Python's `FIRST_COMPLETED`.
    case firstCompleted
    /// Until one of them has failed, or all are done: `FIRST_EXCEPTION`.
    case firstFailed
    /// Until all are done: `ALL_COMPLETED`.
    case allCompleted
}

/// Several futures, in the order in which they are done; those that are done already come first. Asking for one waits for
/// it. A future that has been handed out is kept no longer.
public struct CompletedFutures<Value: Sendable>: ~Copyable {
    private let completions: Completions<Value>
    private let deadline: Deadline
    private let count: Int

    init(of futures: [Future<Value>], within deadline: Deadline) {
        completions = Completions(of: futures)
        count = futures.count
        self.deadline = deadline
    }

    deinit { completions.leave() }

    /// The next future that is done; nil after the last. Waits until there is one.
    ///
    /// - Throws: `FutureError.unfinished` if the time was up, and again with each further call; `.interrupted`.
    public mutating func next(
        file: StaticString = #fileID, line: UInt = #line
    ) throws(FutureError) -> Future<Value>? {
        do throws(Interrupted) {
            let future = try completions.next(within: deadline.left, file: file, line: line)
            if future != nil || completions.left == 0 { return future }
        } catch { throw .interrupted }
        throw .unfinished(count: completions.left, of: count)
    }
}
