import CMicroHTTPD
import Events
import Glibc

/// One client's connection, and the request that it is about. All of it belongs to the server's thread.
///
/// Other threads hold it only as an address to answer to. The handle is valid until `closed()`; a connection that
/// waits for its answer is suspended, and libmicrohttpd closes none that is suspended.
final class Connection: @unchecked Sendable {
    private enum Phase {
        /// Between requests, or within a request's header.
        case idle
        /// The header is complete, the body is not.
        case receiving
        /// A worker, or who it passed the request on to, is to answer.
        case waiting
        /// The response is libmicrohttpd's to send.
        case answered
        /// 413 was sent in the midst of the body; the rest is thrown away, so many bytes so far.
        case refused(discarded: Int)
    }

    let loop: EventLoop
    private let handle: OpaquePointer
    private let remoteAddress: String
    private var phase = Phase.idle
    private var isSuspended = false
    /// Counts requests, so that a late answer to one is not taken for another's.
    private var number: UInt64 = 0
    /// What the observer is told about the request; nil where there is no observer.
    private var account: Account?
    private var target: [UInt8] = []
    private var headers = HTTPHeaders()
    private var body: [UInt8] = []

    init(_ handle: OpaquePointer, _ loop: EventLoop) {
        self.handle = handle
        self.loop = loop
        // A socket for both would call an IPv4 client by another name than one for IPv4.
        let host = SocketAddress(lockstep_mhd_client_address(handle))?.host ?? ""
        remoteAddress = IPAddress(host)?.description ?? host
    }

    /// The request line has come.
    func begin(target text: UnsafePointer<CChar>) {
        target = Array(UnsafeRawBufferPointer(start: text, count: strlen(text)))
    }

    /// The header is complete, or some of the body has come, or (after both) the request is complete.
    ///
    /// - Returns: false if the connection is to be closed at once.
    func receive(
        method: UnsafePointer<CChar>, version: UnsafePointer<CChar>, body bytes: UnsafeRawBufferPointer?
    ) -> Bool {
        switch phase {
        case .idle:
            number += 1
            loop.requestBegan()
            if loop.observer != nil {
                account = Account(HTTPMethod(rawValue: String(cString: method)), target, from: remoteAddress)
            }
            headers = HTTPHeaders(from: handle)
            phase = .receiving
            if let fault = headers.framingFault(isVersion1_0: strcmp(version, "HTTP/1.0") == 0) {
                // Where the request ends is anybody's guess, so no other can follow it.
                return answerNow(.badRequest(fault), received(method), closing: true)
            }
            guard let length = headers["Content-Length"].flatMap({ Int($0) }), length > loop.bodyLimit else {
                return true
            }
            return answerNow(.contentTooLarge(limit: loop.bodyLimit), received(method))
        case .receiving:
            guard let bytes else { return dispatch(received(method)) }
            guard body.count + bytes.count <= loop.bodyLimit else { return refuse(received(method)) }
            body.append(contentsOf: bytes)
            return true
        case .refused(let discarded):
            guard let bytes else { return false }
            phase = .refused(discarded: discarded + bytes.count)
            return discarded < Self.lingerLimit
        case .waiting, .answered: return true
        }
    }

    /// The answer has come. Dropped if it is not this request's.
    func finish(_ number: UInt64, _ route: String?, _ response: consuming PreparedResponse) {
        guard number == self.number, case .waiting = phase else { return }
        account?.route = route
        queue(response)
        resume()
    }

    /// The request is over, whether answered or broken off.
    func requestCompleted() {
        if case .idle = phase { return }
        phase = .idle
        loop.requestEnded()
        if let account = account.take() { loop.observer?.requestFinished(account.finished) }
    }

    /// libmicrohttpd is about to free the handle.
    func closed() {
        requestCompleted()
        loop.forget(self)
    }

    /// Takes the connection out of libmicrohttpd's loop. Only within one of its callbacks for this connection.
    func suspend() {
        isSuspended = true
        MHD_suspend_connection(handle)
    }

    func resume() {
        guard isSuspended else { return }
        isSuspended = false
        MHD_resume_connection(handle)
    }

    private func received(_ method: UnsafePointer<CChar>) -> ReceivedRequest {
        defer { (target, headers, body) = ([], HTTPHeaders(), []) }
        let notes = RequestNotes(id: RequestID.make(for: headers))
        account?.id = notes.id
        return ReceivedRequest(
            method: HTTPMethod(rawValue: String(cString: method)), target: target, headers: headers,
            body: body, remoteAddress: remoteAddress, notes: notes)
    }

    private func dispatch(_ received: ReceivedRequest) -> Bool {
        phase = .waiting
        suspend()
        loop.dispatch(Responder(self, number, received))
        return true
    }

    private func answerNow(
        _ failure: HTTPFailure, _ received: ReceivedRequest, closing: Bool = false
    ) -> Bool {
        let response = refusal(failure, received.best)
        return queue(
            PreparedResponse(response, to: received.method, else: .plain(failure)), closing: closing)
    }

    private func refusal(_ failure: HTTPFailure, _ request: Request) -> Response {
        loop.application.finished(loop.application.response(to: failure, request), to: request)
    }

    @discardableResult
    private func queue(_ response: borrowing PreparedResponse, closing: Bool = false) -> Bool {
        if loop.isStopping || closing { response.closeConnection() }
        phase = .answered
        response.stream?.connection = self
        account?.answer(response)
        return response.queue(on: handle)
    }
}

extension Connection {
    /// How much of a refused body is read and thrown away. To close a socket with unread data resets the connection,
    /// and the reset may overtake the 413; so the client gets some time to notice, but not for ever.
    private static let lingerLimit = 1 << 20

    /// Answers 413 to a body of unknown length that has passed the limit.
    ///
    /// libmicrohttpd takes no response before the body's end, which need never come; so the response goes straight
    /// into the socket, which is idle: no response of this connection is under way while a request is being read.
    private func refuse(_ received: ReceivedRequest) -> Bool {
        let failure = HTTPFailure.contentTooLarge(limit: loop.bodyLimit)
        let message = refusal(failure, received.best).serialized(closing: failure)
        let socket = lockstep_mhd_connection_socket(handle)
        let sent = send(socket, message, message.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
        guard sent == message.count else { return false }
        shutdown(socket, Int32(SHUT_WR))
        account?.status = failure.status
        phase = .refused(discarded: 0)
        return true
    }
}

/// What there is to tell about one request.
private struct Account {
    private let method: HTTPMethod
    private let target: [UInt8]
    private let remoteAddress: String
    private let start = ContinuousClock.now
    var id: String?
    var route: String?
    var status: HTTPStatus?
    private var length = 0
    private var stream: StreamBuffer?

    init(_ method: HTTPMethod, _ target: [UInt8], from remoteAddress: String) {
        self.method = method
        self.target = target
        self.remoteAddress = remoteAddress
    }

    mutating func answer(_ response: borrowing PreparedResponse) {
        status = response.status
        length = response.length
        stream = response.stream
    }

    var finished: FinishedRequest {
        FinishedRequest(
            method: method, remoteAddress: remoteAddress, id: id, route: route, status: status,
            bytes: length + (stream?.sentBytes ?? 0), duration: .now - start, targetBytes: target)
    }
}
