import Synchronization
import Threading

/// Answers one request, once, from any thread.
///
/// One that goes out of existence unused answers with 500, so that no client waits for ever.
public final class Responder: Sendable {
    /// Who waits for the answer.
    private enum Recipient: Sendable {
        case client(PendingRequest)
        case caller(Future<Response>)
    }

    private let recipient: Recipient
    // Touched by one thread at a time but in error: no contention.
    private let isUsed = Synchronization.Atomic(false)

    init(_ connection: Connection, _ number: UInt64, _ received: ReceivedRequest) {
        recipient = .client(PendingRequest(connection: connection, number: number, received: received))
    }

    /// One whose answer no client gets, but a future; see `Application.answer(_:timeout:)`.
    init(to future: Future<Response>) { recipient = .caller(future) }

    deinit { fail(HTTPFailure.internalError("The handler dropped its responder.")) }

    /// Sends the response; does not block but to open a file.
    ///
    /// - Returns: false if this request was answered before; then nothing is sent.
    @discardableResult
    public func respond(_ response: Response) -> Bool {
        guard claim() else { return false }
        switch recipient {
        case .client(let request): request.answer(response)
        // Nobody else completes the future.
        case .caller(let future): try? future.finish(.success(response))
        }
        return true
    }

    /// Sends the response that `error` becomes, as if the handler had thrown it.
    ///
    /// - Returns: false if this request was answered before; then nothing is sent.
    @discardableResult
    public func fail(_ error: any Error) -> Bool {
        guard claim() else { return false }
        switch recipient {
        case .client(let request): request.answer(error)
        case .caller(let future): try? future.finish(.failure(error))
        }
        return true
    }

    /// Runs the handler. On a worker.
    func serve() {
        guard case .client(let request) = recipient else { return }
        request.application.serve(request.received, self)
    }

    /// Takes the right to answer; false if it is gone.
    private func claim() -> Bool { !isUsed.exchange(true, ordering: .relaxed) }
}

/// A client's request that is to be answered.
private struct PendingRequest: Sendable {
    let connection: Connection
    let number: UInt64
    let received: ReceivedRequest

    var application: Application { connection.loop.application }

    func answer(_ response: Response) {
        do {
            post(try PreparedResponse(finished(response), to: received.method))
        } catch {
            answer(refusal: error)
        }
    }

    func answer(_ error: any Error) { answer(application.response(to: error, received.best)) }

    /// Answers with what can always be sent.
    private func answer(refusal: HTTPFailure) {
        let response = application.response(to: refusal, received.best)
        post(PreparedResponse(finished(response), to: received.method, else: .plain(refusal)))
    }

    private func finished(_ response: Response) -> Response {
        // A request is taken apart once more for its filters only: a server without any need not.
        application.filters.isEmpty ? response : application.finished(response, to: received.best)
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
