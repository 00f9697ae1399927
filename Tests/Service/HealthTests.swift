import Glibc
import TestClient
import Testing

@Suite(.serialized) struct `the health check` {
    @Test func `passes while the server answers`() throws {
        let server = try RunningServer()
        let (status, errors, _) = try check(server.port)
        #expect(status == 0)
        #expect(errors.isEmpty)
    }

    @Test func `fails when the server has stopped`() throws {
        let server = try RunningServer()
        server.process.send(SIGTERM)
        #expect(try server.process.wait() == 0)
        let (status, errors, _) = try check(server.port)
        #expect(status == 1)
        #expect(
            errors == "Error: The server at 127.0.0.1:\(server.port) cannot be reached: Connection refused.\n"
        )
    }

    @Test func `fails within its own time when nobody answers`() throws {
        let listener = try Listener()
        let (status, errors, time) = try check(listener.port)
        #expect(status == 1)
        #expect(errors == "Error: The server at 127.0.0.1:\(listener.port) has not answered within 2 s.\n")
        #expect((.seconds(2)..<(.seconds(10))).contains(time), "\(time)")
    }

    @Test func `is not held up by a server that answers a byte at a time`() throws {
        let listener = try Listener()
        let (status, errors, time) = try check(listener.port) {
            let connection = try listener.accept()
            defer { close(connection) }
            _ = connection.hasEvent(POLLIN, within: 10_000)
            var request = [UInt8](repeating: 0, count: 1024)
            recv(connection, &request, request.count, 0)
            // Readable next, at its end, once the check has given up.
            for _ in 0..<200 where !connection.hasEvent(POLLIN, within: 100) {
                send(connection, "H", 1, Int32(MSG_NOSIGNAL))
            }
        }
        #expect(status == 1)
        #expect(errors.contains("has not answered within 2 s."), "\(errors)")
        #expect(time < .seconds(10), "\(time)")
    }

    @Test(arguments: [
        (
            "HTTP/1.1 503 Service Unavailable\r\n\r\n",
            #"answered GET /healthz with "HTTP/1.1 503 Service Unavailable"."#
        ),
        ("HTTP/1.1 2000 Odd\r\n\r\n", #"answered GET /healthz with "HTTP/1.1 2000 Odd"."#),
        ("", "closed the connection without an answer."),
        ("HTTP/1.1 20", "closed the connection without an answer."),
    ])
    func `fails on any answer but 200`(_ answer: String, _ sentence: String) throws {
        let listener = try Listener()
        let (status, errors, _) = try check(listener.port) {
            let connection = try listener.accept()
            var request = [UInt8](repeating: 0, count: 1024)
            _ = connection.hasEvent(POLLIN, within: 10_000)
            recv(connection, &request, request.count, 0)
            send(connection, answer, answer.utf8.count, Int32(MSG_NOSIGNAL))
            close(connection)
        }
        #expect(status == 1)
        #expect(errors == "Error: The server at 127.0.0.1:\(listener.port) \(sentence)\n")
    }

    /// Runs the check, and `meanwhile` beside it.
    private func check(
        _ port: UInt16, meanwhile: () throws -> Void = {}
    ) throws -> (status: Int32, errors: String, time: Duration) {
        let start = ContinuousClock.now
        let process = try LockstepProcess(["health", "--port", "\(port)"])
        try meanwhile()
        let errors = process.outputAndErrors().errors
        return (try process.wait(), errors, .now - start)
    }
}

/// A socket that lets clients connect, and does nothing by itself.
private struct Listener: ~Copyable {
    private let socket: Int32
    let port: UInt16

    init() throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let socket = socket
        let failed = withUnsafeMutableBytes(of: &address) { bytes in
            bytes.withMemoryRebound(to: sockaddr.self) {
                bind(socket, $0.baseAddress, length) != 0 || listen(socket, 1) != 0
                    || getsockname(socket, $0.baseAddress, &length) != 0
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        guard !failed else { throw LockstepProcess.Failure(reason: "no listener: \(errno)") }
    }

    deinit { close(socket) }

    /// The next connection, within ten seconds.
    func accept() throws -> Int32 {
        guard socket.hasEvent(POLLIN, within: 10_000) else {
            throw LockstepProcess.Failure(reason: "nobody has connected")
        }
        return Glibc.accept(socket, nil, nil)
    }
}

extension Int32 {
    /// Of a descriptor: whether the event happens within so many milliseconds.
    fileprivate func hasEvent(_ event: Int32, within milliseconds: Int32) -> Bool {
        var descriptor = pollfd(fd: self, events: Int16(event), revents: 0)
        return poll(&descriptor, 1, milliseconds) > 0
    }
}
