import Synchronization

/// What a response's writer has written and its reader, the server's thread, has not yet sent.
final class StreamBuffer: Sendable {
    enum End { case complete, broken }

    private enum Reader {
        /// The response is not queued yet, or the server's thread is sending.
        case attentive
        /// The buffer was empty: the connection is suspended until something comes.
        case suspended(Connection)
        case gone
    }

    private struct State {
        var bytes: [UInt8] = []
        /// How many of `bytes` are sent already: cheaper than moving the rest at every read.
        var sent = 0
        var end: End?
        var reader = Reader.attentive

        var count: Int { bytes.count - sent }

        /// The connection to wake, if there is one.
        mutating func wake() -> Connection? {
            guard case .suspended(let connection) = reader else { return nil }
            reader = .attentive
            return connection
        }
    }

    private let limit: Int
    private let state = Monitor(State())
    /// The connection that sends; set before it asks for the first bytes, and used by the server's thread only.
    nonisolated(unsafe) var connection: Connection?
    /// How many bytes have been sent; the server's thread's own.
    nonisolated(unsafe) private(set) var sentBytes = 0

    init(limit: Int) { self.limit = limit }

    func write(_ bytes: [UInt8], timeout: Duration?) throws(StreamError) {
        let outcome = state.wait(until: Deadline(after: timeout)) {
            state -> Result<Connection?, StreamError>? in
            if case .gone = state.reader { return .failure(.readerGone) }
            if state.end != nil { return .failure(.finished) }
            guard state.count == 0 || state.count + bytes.count <= limit else { return nil }
            state.bytes.append(contentsOf: bytes)
            return .success(bytes.isEmpty ? nil : state.wake())
        }
        guard let outcome else { throw .timedOut }
        Self.resume(try outcome.get())
    }

    func end(_ end: End) {
        Self.resume(
            state.update { state in
                if state.end == nil { state.end = end }
                return state.wake()
            })
    }

    /// What libmicrohttpd's content reader returns: a number of bytes, 0 if suspended, -1 at the end, -2 if broken.
    ///
    /// Runs on the server's thread, and so does the resumption, which the writer only posts: the connection is
    /// suspended by the time it is resumed, however soon after the unlock the writer comes.
    func read(into target: UnsafeMutableRawBufferPointer) -> Int {
        let result = state.update { state -> Int in
            let count = min(target.count, state.count)
            if count > 0 {
                target.copyBytes(from: state.bytes[state.sent..<(state.sent + count)])
                state.sent += count
                if state.count == 0 {
                    state.bytes.removeAll(keepingCapacity: true)
                    state.sent = 0
                }
                return count
            }
            switch state.end {
            case .complete: return -1
            case .broken: return -2
            case nil:
                guard let connection else { return -2 }
                state.reader = .suspended(connection)
                return 0
            }
        }
        if result == 0 { connection?.suspend() }
        sentBytes += max(0, result)
        return result
    }

    /// All that is written until the end, for a reader that is no connection. Blocks until then.
    func readToEnd() -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let isMore = state.wait { state in state.count > 0 ? true : state.end.map { _ in false } }
            guard isMore == true else { return all }
            // An update, so that a writer that waits for room is woken.
            all += state.update { state in
                defer { (state.bytes, state.sent) = ([], 0) }
                return state.bytes[state.sent...]
            }
        }
    }

    func readerLeft() {
        state.update { state in
            state.reader = .gone
            state.bytes = []
            state.sent = 0
        }
        connection = nil
    }

    private static func resume(_ connection: Connection?) {
        guard let connection else { return }
        connection.loop.mailbox.post(Resumption(connection))
    }
}

/// A suspended connection has something to send.
private final class Resumption: PostedTask, @unchecked Sendable {  // handed over whole by the mailbox
    private let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    override func perform(on loop: EventLoop) { connection.resume() }
}
