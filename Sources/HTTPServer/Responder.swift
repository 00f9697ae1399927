import Synchronization

/// Answers one request, once, from any thread.
///
/// One that goes out of existence unused answers with 500, so that no client waits for ever.
public final class Responder: Sendable {
    private let connection: Connection
    private let number: UInt64
    private let received: ReceivedRequest
    // Touched by one thread at a time but in error: no contention.
    private let isUsed = Atomic(false)

    init(_ connection: Connection, _ number: UInt64, _ received: ReceivedRequest) {
        self.connection = connection
        self.number = number
        self.received = received
    }

    deinit {
        guard claim() else { return }
        send(failure: .internalError("The handler dropped its responder."))
    }

    /// Sends the response; does not block but to open a file.
    ///
    /// - Returns: false if this request was answered before; then nothing is sent.
    @discardableResult
    public func respond(_ response: Response) -> Bool {
        guard claim() else { return false }
        do {
            post(try PreparedResponse(finished(response), to: received.method))
        } catch {
            send(failure: error)
        }
        return true
    }

    /// Sends the response that `error` becomes, as if the handler had thrown it.
    ///
    /// - Returns: false if this request was answered before; then nothing is sent.
    @discardableResult
    public func fail(_ error: any Error) -> Bool {
        respond(connection.loop.application.response(to: error, received.best))
    }

    /// Runs the handler. On a worker.
    func serve() { connection.loop.application.serve(received, self) }

    /// Takes the right to answer; false if it is gone.
    private func claim() -> Bool { !isUsed.exchange(true, ordering: .relaxed) }

    private func send(failure: HTTPFailure) {
        let response = connection.loop.application.response(to: failure, received.best)
        post(PreparedResponse(finished(response), to: received.method, else: .plain(failure)))
    }

    private func finished(_ response: Response) -> Response {
        let application = connection.loop.application
        // A request is taken apart once more for its filters only: a server without any need not.
        return application.filters.isEmpty ? response : application.finished(response, to: received.best)
    }

    private func post(_ response: consuming PreparedResponse) {
        connection.loop.mailbox.post(Answer(connection, number, received.notes.route, response))
    }
}

/// A response on its way to the server's thread.
private final class Answer: PostedTask, @unchecked Sendable {  // handed over whole by the mailbox
    private let connection: Connection
    private let number: UInt64
    private let route: String?
    private var response: PreparedResponse?

    init(
        _ connection: Connection, _ number: UInt64, _ route: String?, _ response: consuming PreparedResponse
    ) {
        self.connection = connection
        self.number = number
        self.route = route
        self.response = consume response
    }

    override func perform(on loop: EventLoop) {
        // Taken out, so that it ends on this thread: the poster may hold on to the task a little longer.
        if let taken = response.take() { connection.finish(number, route, taken) }
    }
}
