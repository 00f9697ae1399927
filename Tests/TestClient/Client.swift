import Glibc

/// A blocking HTTP/1.1 client on one connection to a loopback port. It sends what it is told, malformed or not.
package final class Client: @unchecked Sendable {  // used by one thread at a time
    /// Why there is no answer.
    package struct Failure: Error {
        /// A few words.
        package let reason: String
    }

    private let socket: Int32
    private var received: [UInt8] = []

    /// Connects. A server that says nothing for a minute fails the test instead of hanging it.
    package init(_ port: UInt16) throws(Failure) {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var patience = timeval(tv_sec: 60, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(socket, SOL_SOCKET, option, &patience, socklen_t(MemoryLayout<timeval>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        let result = withUnsafeBytes(of: address) { bytes in
            bytes.withMemoryRebound(to: sockaddr.self) {
                connect(socket, $0.baseAddress, socklen_t(bytes.count))
            }
        }
        guard result == 0 else { throw Failure(reason: "connect: \(Self.systemError)") }
    }

    deinit { close(socket) }

    private static var systemError: String { String(cString: strerror(errno)) }

    /// Sends bytes as they are.
    package func send(_ bytes: [UInt8]) throws(Failure) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure(reason: "send: \(Self.systemError)") }
            sent += count
        }
    }

    /// Sends a request.
    package func request(
        _ method: String, _ target: String, headers: [(String, String)] = [], body: [UInt8]? = nil
    ) throws(Failure) {
        var text = "\(method) \(target) HTTP/1.1\r\nHost: test\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        if let body { text += "Content-Length: \(body.count)\r\n" }
        try send(Array((text + "\r\n").utf8) + (body ?? []))
    }

    /// Sends a request and reads its answer.
    package func ask(
        _ method: String, _ target: String, headers: [(String, String)] = [], body: [UInt8]? = nil
    ) throws(Failure) -> Answer {
        try request(method, target, headers: headers, body: body)
        return try answer(to: method)
    }

    /// Reads one answer.
    package func answer(to method: String = "GET") throws(Failure) -> Answer {
        let statusLine = try line()
        guard let status = statusLine.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw Failure(reason: "no status line: \(statusLine.debugDescription)")
        }
        var headers: [(name: String, value: String)] = []
        while true {
            let field = try line()
            if field.isEmpty { break }
            let halves = field.split(separator: ":", maxSplits: 1)
            headers.append((String(halves[0]), halves.dropFirst().first.map { String($0.dropFirst()) } ?? ""))
        }
        let hasNoBody = method == "HEAD" || status == 204 || status == 304
        let length = headers.first { $0.name.lowercased() == "content-length" }.flatMap { Int($0.value) }
        if hasNoBody { return Answer(status: status, headers: headers, body: []) }
        if let length { return Answer(status: status, headers: headers, body: try take(length)) }
        if headers.contains(where: { $0.name.lowercased() == "transfer-encoding" && $0.value == "chunked" }) {
            return Answer(status: status, headers: headers, body: try chunks())
        }
        return Answer(status: status, headers: headers, body: try rest())
    }

    /// Reads until the server closes the connection, by whatever means.
    package func rest() throws(Failure) -> [UInt8] {
        while try receive() {}
        defer { received = [] }
        return received
    }

    private func chunks() throws(Failure) -> [UInt8] {
        var body: [UInt8] = []
        while true {
            let sizeLine = try line()
            guard let size = Int(sizeLine, radix: 16) else {
                throw Failure(reason: "no size of a chunk: \(sizeLine)")
            }
            body += try take(size)
            _ = try line()
            if size == 0 { return body }
        }
    }

    private func line() throws(Failure) -> String {
        while true {
            if let end = received.firstIndex(of: UInt8(ascii: "\n")) {
                defer { received.removeSubrange(...end) }
                return String(decoding: received[..<end].filter { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
            }
            guard try receive() else { throw Failure(reason: "closed within a line") }
        }
    }

    private func take(_ count: Int) throws(Failure) -> [UInt8] {
        while received.count < count {
            guard try receive() else { throw Failure(reason: "closed within a body") }
        }
        defer { received.removeFirst(count) }
        return Array(received.prefix(count))
    }

    /// Whether more came before the end.
    private func receive() throws(Failure) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        let count = recv(socket, &buffer, buffer.count, 0)
        if count < 0, errno == EAGAIN { throw Failure(reason: "the server said nothing for a minute") }
        guard count > 0 else { return false }
        received += buffer[..<count]
        return true
    }
}
