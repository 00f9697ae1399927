import CMicroHTTPD
import Glibc

/// A response in libmicrohttpd's form. Made by the thread that answers, so that the server's own thread need not.
struct PreparedResponse: ~Copyable {
    private let handle: OpaquePointer
    let status: HTTPStatus
    /// The length of a body that is to be sent and is no stream.
    let length: Int
    /// The stream that feeds the body.
    let stream: StreamBuffer?

    /// - Throws: `HTTPFailure.notFound` if the body is a file that cannot be read.
    init(_ response: Response, to method: HTTPMethod) throws(HTTPFailure) {
        switch response.body {
        case .bytes(let bytes): self.init(response, to: method, Self.copy(bytes), length: bytes.count)
        case .file(let path):
            let (handle, length) = try Self.open(path)
            self.init(response, to: method, handle, length: length)
        case .stream(let writer):
            self.init(response, to: method, Self.read(writer.buffer), length: 0, writer.buffer)
            // libmicrohttpd 0.9.75 sends the last chunk of a body that HEAD does not have, and a client on a
            // connection that is kept takes it for the next response.
            if method == .head { lockstep_mhd_forbid_chunks(handle) }
        }
    }

    private init(
        _ response: Response, to method: HTTPMethod, _ handle: OpaquePointer, length: Int,
        _ stream: StreamBuffer? = nil
    ) {
        status = response.status
        self.length = method == .head || status == .noContent || status == .notModified ? 0 : length
        self.handle = handle
        self.stream = stream
        response.headers.withCStrings { name, value in _ = MHD_add_response_header(handle, name, value) }
    }

    /// The response, or if it cannot be made, the other, which must have bytes for its body.
    init(_ response: Response, to method: HTTPMethod, else fallback: Response) {
        do {
            try self.init(response, to: method)
        } catch {
            guard case .bytes(let bytes) = fallback.body else {
                preconditionFailure("a fallback needs no file")
            }
            self.init(fallback, to: method, Self.copy(bytes), length: bytes.count)
        }
    }

    deinit { MHD_destroy_response(handle) }

    /// Answers the request that the connection waits with; false if it takes no answer.
    func queue(on connection: OpaquePointer) -> Bool {
        MHD_queue_response(connection, UInt32(status.code), handle) == .YES
    }

    /// Has the connection closed after this response.
    func closeConnection() { MHD_add_response_header(handle, "Connection", "close") }

    private static func copy(_ bytes: [UInt8]) -> OpaquePointer {
        bytes.withUnsafeBytes { body in
            // MHD only copies out of the pointer, though its type says otherwise.
            let start = UnsafeMutableRawPointer(mutating: body.baseAddress)
            return made(MHD_create_response_from_buffer(body.count, start, .RESPMEM_MUST_COPY))
        }
    }

    private static func open(_ path: String) throws(HTTPFailure) -> (OpaquePointer, length: Int) {
        // Non-blocking, or opening a FIFO would wait for its writer.
        let number = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard number >= 0 else { throw .notFound(path: path) }
        let file = Descriptor(number)
        var status = stat()
        guard fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw .notFound(path: path)
        }
        let length = Int(status.st_size)
        return (made(MHD_create_response_from_fd64(UInt64(length), file.release())), length)
    }

    private static func read(_ buffer: StreamBuffer) -> OpaquePointer {
        let context = Unmanaged.passRetained(buffer).toOpaque()
        return made(
            MHD_create_response_from_callback(UInt64.max, 16 * 1024, readStream, context, releaseStream))
    }

    /// libmicrohttpd returns null only when memory has run out; so would Swift's own allocation end here.
    private static func made(_ response: OpaquePointer?) -> OpaquePointer {
        guard let response else { fatalError("out of memory for a response") }
        return response
    }
}

private let readStream: MHD_ContentReaderCallback = { context, _, bytes, capacity in
    guard let context, let bytes else { return -2 }
    let buffer = Unmanaged<StreamBuffer>.fromOpaque(context).takeUnretainedValue()
    return buffer.read(into: UnsafeMutableRawBufferPointer(start: bytes, count: capacity))
}

private let releaseStream: MHD_ContentReaderFreeCallback = { context in
    guard let context else { return }
    Unmanaged<StreamBuffer>.fromOpaque(context).takeRetainedValue().readerLeft()
}
