import Glibc

/// One request to the server on this machine: is it well?
///
/// There is one deadline over connecting, asking and being answered: who calls a container's health check does not
/// always bound its time, and with a time-out a read, a server that drips would never be found out.
struct HealthProbe: ~Copyable {
    private let socket: Int32
    private let port: UInt16
    private let path: String
    private let timeout: Duration
    private let deadline: ContinuousClock.Instant

    init(port: UInt16, path: String, timeout: Duration) throws(HealthError) {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let socket = Glibc.socket(AF_INET, kind, 0)
        guard socket >= 0 else { throw .unreachable(port: port, error: errno) }
        self.socket = socket
        self.port = port
        self.path = path
        self.timeout = timeout
        deadline = .now + timeout
    }

    deinit { close(socket) }

    /// Blocks until the server has said that it is well, at most for the time-out.
    ///
    /// - Throws: `HealthError` if it has not.
    func ask() throws(HealthError) {
        try connect()
        try send("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n\r\n")
        let statusLine = try statusLine()
        guard statusLine.hasPrefix("HTTP/1.1 200 ") else {
            throw .unwell(port: port, path: path, statusLine: statusLine)
        }
    }

    private func connect() throws(HealthError) {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        let result = withUnsafeBytes(of: address) { bytes in
            bytes.withMemoryRebound(to: sockaddr.self) {
                Glibc.connect(socket, $0.baseAddress, socklen_t(bytes.count))
            }
        }
        if result == 0 { return }
        guard errno == EINPROGRESS else { throw unreachable() }
        try wait(for: POLLOUT)
        var error: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &length)
        guard error == 0 else { throw .unreachable(port: port, error: error) }
    }

    /// A new connection's buffer takes so short a text as a whole.
    private func send(_ text: String) throws(HealthError) {
        let bytes = Array(text.utf8)
        guard Glibc.send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
            throw unreachable()
        }
    }

    /// The answer's first line, or as much of it as 256 bytes hold.
    private func statusLine() throws(HealthError) -> String {
        var line: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 256)
        while line.count < buffer.count {
            try wait(for: POLLIN)
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count >= 0 else { throw unreachable() }
            guard count > 0 else { throw .hungUp(port: port) }
            line += buffer[..<count]
            if let end = line.firstIndex(of: UInt8(ascii: "\r")) {
                return String(decoding: line[..<end], as: UTF8.self)
            }
        }
        return String(decoding: line.prefix(buffer.count), as: UTF8.self)
    }

    private func wait(for events: Int32) throws(HealthError) {
        let left = ContinuousClock.now.duration(to: deadline)
        var descriptor = pollfd(fd: socket, events: Int16(events), revents: 0)
        // A time that is over is asked about once more, without waiting.
        let ready = poll(&descriptor, 1, Int32(clamping: Int(max(.zero, left) / .milliseconds(1))))
        guard ready >= 0 else { throw unreachable() }
        guard ready > 0 else { throw .late(port: port, timeout: timeout) }
    }

    private func unreachable() -> HealthError { .unreachable(port: port, error: errno) }
}

/// Why a server is not well.
enum HealthError: Error, CustomStringConvertible {
    /// The system cannot connect, or lost the connection.
    case unreachable(port: UInt16, error: Int32)
    /// There was no answer in time.
    case late(port: UInt16, timeout: Duration)
    /// The connection was closed before an answer came.
    case hungUp(port: UInt16)
    /// It answered, but not with 200.
    case unwell(port: UInt16, path: String, statusLine: String)

    /// What went wrong, as a sentence.
    var description: String {
        switch self {
        case .unreachable(let port, let error):
            "The server at 127.0.0.1:\(port) cannot be reached: \(String(cString: strerror(error)))."
        case .late(let port, let timeout):
            "The server at 127.0.0.1:\(port) has not answered within \(timeout.components.seconds) s."
        case .hungUp(let port):
            "The server at 127.0.0.1:\(port) closed the connection without an answer."
        case .unwell(let port, let path, let statusLine):
            "The server at 127.0.0.1:\(port) answered GET \(path) with \(statusLine.debugDescription)."
        }
    }
}
