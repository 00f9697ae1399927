public import Scheduling
public import Threading

/// Something that a client has ordered, and that waits for its turn or goes on.
public final class Job<Payload: JobPayload>: Sendable {
    /// A record with its JSON.
    public typealias Record = EncodedRecord<Payload.Record>

    /// The job's name.
    public let id: JobID
    /// Who has ordered it; empty for nobody in particular.
    public let client: String
    /// What it is about.
    public let payload: Payload
    /// How long anybody wants it. Whatever takes time in it takes a part of this.
    public let budget = Budget()
    /// What has become of it, once it is over; the store has it by then. Fails with a `StoreError` if it could not be
    /// stored.
    public let ended = Future<Record>()
    private let state: Locked<State>
    private let leaveLine: @Sendable (Job) -> Void

    private struct State {
        var latest: Record
        var live: Payload.Live?
    }

    /// A job that has no turn yet.
    ///
    /// - Parameter leaveLine: ends it at once if it has had no turn when it is cancelled.
    init(_ payload: Payload, of client: String, leaveLine: @escaping @Sendable (Job) -> Void) {
        id = JobID()
        self.client = client
        self.payload = payload
        self.leaveLine = leaveLine
        state = Locked(State(latest: EncodedRecord(payload.queued(as: id))))
    }

    /// How far it is.
    public var latest: Record { state.withLock(\.latest) }

    /// What can be looked at while it goes on; nil if it has not begun, or is over.
    public var live: Payload.Live? { state.withLock(\.live) }

    /// Asks it to end. What goes on ends soon, with what there is by then; what waits for its turn does not begin, and is
    /// over when this returns. A job that is over stays as it is.
    public func cancel() {
        budget.cancel()
        leaveLine(self)
    }

    // MARK: For its payload

    /// Says how far it is.
    @discardableResult
    func update(_ record: Payload.Record) -> Record {
        let record = EncodedRecord(record)
        state.withLock { $0.latest = record }
        return record
    }

    /// Lets it be looked at.
    func show(_ live: Payload.Live) { state.withLock { $0.live = live } }

    // MARK: For its service

    /// Carries it out, unless it was cancelled before, and has the store take what became of it. Blocks the calling
    /// thread.
    func execute(in store: any JobStore) -> Result<Record, any Error> {
        let queued = latest.record
        var record = queued
        do throws(StoreError) {
            if budget.isCancelled {
                record.status = .cancelled
            } else {
                record.status = .running
                try store.replace(update(record))
                record = payload.execute(self)
                state.withLock { $0.live = nil }
            }
            let encoded = EncodedRecord(record)
            try store.replace(encoded)
            state.withLock { $0.latest = encoded }
            return .success(encoded)
        } catch {
            // That takes less room than what became of it, often no more than there was. If it fails as well, the job
            // reads as failed after the next start, like all that were under way.
            var lost = queued
            lost.status = .failed
            lost.error =
                "The \(Payload.Record.kind.rawValue) was \(record.status.rawValue), but could not be stored. \(error)"
            try? store.replace(update(lost))
            return .failure(error)
        }
    }

    /// Tells everybody who waits for it what became of it.
    func finish(_ result: Result<Record, any Error>) {
        // Nobody else completes the future.
        try? ended.finish(result)
    }
}
