import Glibc

/// A blocking HTTP client over a plain socket, which sends what it is told and no more.
final class Client: @unchecked Sendable {  // used by one thread at a time
    struct Failure: Error { let reason: String }

    struct Answer {
        var status = 0
        var headers: [(name: String, value: String)] = []
        var body: [UInt8] = []

        var text: String { String(decoding: body, as: UTF8.self) }

        subscript(name: String) -> String? {
            headers.first { $0.name.lowercased() == name.lowercased() }?.value
        }
    }

    private let socket: Int32
    private var received: [UInt8] = []

    /// Connects. A server that says nothing for a minute fails the test instead of hanging it.
    init(_ port: UInt16, host: String = "127.0.0.1", receiveBuffer: Int32? = nil) throws {
        let isV6 = host.contains(":")
        socket = Glibc.socket(isV6 ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var patience = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        if var receiveBuffer {
            setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, socklen_t(MemoryLayout<Int32>.size))
        }
        var result: Int32
        if isV6 {
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = port.bigEndian
            inet_pton(AF_INET6, host, &address.sin6_addr)
            result = withUnsafeBytes(of: address) { Self.connect(socket, $0) }
        } else {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            inet_pton(AF_INET, host, &address.sin_addr)
            result = withUnsafeBytes(of: address) { Self.connect(socket, $0) }
        }
        if result != 0 { result = errno }
        guard result == 0 else { throw Failure(reason: "connect: \(String(cString: strerror(result)))") }
    }

    deinit { close(socket) }

    private static func connect(_ socket: Int32, _ address: UnsafeRawBufferPointer) -> Int32 {
        address.withMemoryRebound(to: sockaddr.self) {
            Glibc.connect(socket, $0.baseAddress, socklen_t(address.count))
        }
    }

    /// Sends bytes as they are.
    func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure(reason: "send: \(String(cString: strerror(errno)))") }
            sent += count
        }
    }

    /// Sends text as it is.
    func send(_ text: String) throws { try send(Array(text.utf8)) }

    /// Sends a request.
    func request(
        _ method: String, _ target: String, headers: [(String, String)] = [], body: [UInt8]? = nil
    ) throws {
        var text = "\(method) \(target) HTTP/1.1\r\nHost: test\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        if let body { text += "Content-Length: \(body.count)\r\n" }
        try send(Array((text + "\r\n").utf8) + (body ?? []))
    }

    /// Reads one response, an interim one too.
    func answer(to method: String = "GET") throws -> Answer {
        var answer = Answer()
        let statusLine = try line()
        guard let status = statusLine.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw Failure(reason: "no status line: \(statusLine.debugDescription)")
        }
        answer.status = status
        while case let field = try line(), !field.isEmpty {
            let halves = field.split(separator: ":", maxSplits: 1)
            answer.headers.append(
                (String(halves[0]), halves.dropFirst().first.map { String($0.dropFirst()) } ?? ""))
        }
        if method == "HEAD" || status < 200 || status == 204 || status == 304 { return answer }
        if let length = answer["Content-Length"].flatMap({ Int($0) }) {
            answer.body = try take(length)
        } else if answer["Transfer-Encoding"] == "chunked" {
            while case let chunk = try chunk(), !chunk.isEmpty { answer.body += chunk }
        } else {
            answer.body = try rest()
        }
        return answer
    }

    /// Sends a request and reads its response.
    func ask(
        _ method: String, _ target: String, headers: [(String, String)] = [], body: [UInt8]? = nil
    ) throws -> Answer {
        try request(method, target, headers: headers, body: body)
        return try answer(to: method)
    }

    /// Reads one chunk of a chunked body; the last is empty.
    func chunk() throws -> [UInt8] {
        let sizeLine = try line()
        guard let size = Int(sizeLine, radix: 16) else { throw Failure(reason: "no chunk size: \(sizeLine)") }
        let bytes = try take(size)
        _ = try line()
        return bytes
    }

    /// Reads until the server closes the connection, by whatever means.
    func rest() throws -> [UInt8] {
        while try receive() {}
        defer { received = [] }
        return received
    }

    /// Reads a line without its end.
    func line() throws -> String {
        while true {
            if let end = received.firstIndex(of: UInt8(ascii: "\n")) {
                defer { received.removeSubrange(...end) }
                return String(decoding: received[..<end].filter { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
            }
            guard try receive() else { throw Failure(reason: "closed within a line") }
        }
    }

    private func take(_ count: Int) throws -> [UInt8] {
        while received.count < count {
            guard try receive() else { throw Failure(reason: "closed within a body") }
        }
        defer { received.removeFirst(count) }
        return Array(received.prefix(count))
    }

    private func receive() throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        let count = recv(socket, &buffer, buffer.count, 0)
        if count < 0, errno == EAGAIN { throw Failure(reason: "the server said nothing for a minute") }
        guard count > 0 else { return false }
        received += buffer[..<count]
        return true
    }
}
