/// The writing end of a response's body: bytes written here go to the client as they come.
///
/// One that goes out of existence unfinished breaks the connection off, so that the client sees that something is
/// missing. Any thread may write; a write is not torn apart by another's.
public final class ResponseStream: Sendable {
    let buffer: StreamBuffer

    /// A stream that holds up to `bufferLimit` bytes that the client has not taken yet.
    public init(bufferLimit: Int = 64 * 1024) {
        buffer = StreamBuffer(limit: bufferLimit)
    }

    deinit { buffer.end(.broken) }

    /// Writes all of `bytes`, or nothing if it throws.
    ///
    /// Blocks while the buffer has no room for them; a write larger than the whole buffer waits until it is empty.
    /// The client's progress wakes it, and so does its departure.
    ///
    /// - Parameter timeout: how long to wait for room; nil is for ever.
    /// - Throws: `readerGone` if nobody reads (any more); `timedOut`; `finished` after `finish()`.
    public func write(_ bytes: [UInt8], timeout: Duration? = nil) throws(StreamError) {
        try buffer.write(bytes, timeout: timeout)
    }

    /// Writes a text in UTF-8, as `write(_:timeout:)` does with bytes.
    public func write(_ text: String, timeout: Duration? = nil) throws(StreamError) {
        try buffer.write(Array(text.utf8), timeout: timeout)
    }

    /// Ends the body after what was written. Does not block; a second call changes nothing.
    public func finish() { buffer.end(.complete) }
}

/// Why a stream takes no bytes.
public enum StreamError: Error, Sendable, Equatable {
    /// The client has gone, or the response has no body for it, as with HEAD.
    case readerGone
    /// The client did not take enough in time.
    case timedOut
    /// The stream was finished before.
    case finished
}
