import Threading

// How a test gets what a handler answers with, without a server or a socket.

extension Application {
    /// Answers a request as a server would, and blocks until the answer is there, whenever it comes.
    ///
    /// - Parameter timeout: how long to wait; afterwards the answer is a 500.
    package func answer(_ request: Request, timeout: Duration) -> Response {
        do {
            return finished(try reply(to: request).wait(timeout: timeout), to: request)
        } catch {
            return finished(response(to: error, request), to: request)
        }
    }
}

extension Reply {
    /// The response, whenever it comes. Blocks until it is there.
    ///
    /// - Throws: the error that the handler has failed with meanwhile; `FutureError.timedOut`.
    fileprivate func wait(timeout: Duration) throws -> Response {
        switch self {
        case .response(let response): return response
        case .deferred(let begin):
            let answer = Future<Response>()
            begin(Responder(to: answer))
            do { return try answer.result(timeout: timeout) } catch .failed(let error) { throw error }
        }
    }
}

extension Response {
    /// The bytes of the body. Blocks until a stream is over, reading what is written meanwhile.
    ///
    /// - Throws: `HTTPFailure.notFound` if the body is a file; a stream that is broken off gives what had come.
    package func bodyBytes() throws(HTTPFailure) -> [UInt8] {
        switch body {
        case .bytes(let bytes): bytes
        case .stream(let stream): stream.buffer.readToEnd()
        case .file(let path): throw .notFound(path: path)
        }
    }
}
