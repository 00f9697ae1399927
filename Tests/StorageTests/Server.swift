import Glibc
import HTTPServer

/// The real executable with a data file, as a process of its own.
final class Server: @unchecked Sendable {  // used by one thread; the others use its port
    private let pid: pid_t
    private(set) var port: UInt16 = 0
    private var hasEnded = false

    /// Starts it, and waits until it listens.
    init(data: String) throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw Failure(reason: "pipe: \(errno)") }
        // So that no other test's process keeps an end open.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { for end in ends { close(end) } }
        pid = try Self.spawn(["serve", "--port", "0", "--data", data], output: ends[1])
        close(ends[1])
        ends.removeLast()
        var text = ""
        var byte: UInt8 = 0
        while read(ends[0], &byte, 1) == 1, byte != UInt8(ascii: "\n") {
            text.unicodeScalars.append(.init(byte))
        }
        guard let port = text.split(separator: ":").last.flatMap({ UInt16($0) }) else {
            throw Failure(reason: "the server said: \(text)")
        }
        self.port = port
    }

    deinit { if !hasEnded { _ = end(by: SIGKILL) } }

    /// Sends a signal, waits for the end, and gives the exit code; 128 and the signal if that ended it.
    func end(by signal: Int32) -> Int32 {
        kill(pid, signal)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        hasEnded = true
        return status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f
    }

    private static func spawn(_ arguments: [String], output: Int32) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        var words = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, program, &actions, nil, &words, environ)
        guard code == 0 else { throw Failure(reason: "\(program): \(String(cString: strerror(code)))") }
        return pid
    }

    /// The executable lies beside the tests'.
    private static var program: String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = readlink("/proc/self/exe", &buffer, buffer.count)
        let tests = String(
            decoding: buffer.prefix(max(0, length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return tests.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/lockstep"
    }
}

/// An answer that came whole.
struct Answer {
    let status: Int
    let headers: [Substring: Substring]
    let body: [UInt8]

    /// Sends a request over a connection of its own; nil if the server ends before it has answered in full.
    init?(_ method: String, _ target: String, port: UInt16) {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var patience = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let code = withUnsafeBytes(of: address) { bytes in
            bytes.withMemoryRebound(to: sockaddr.self) {
                connect(socket, $0.baseAddress, socklen_t(bytes.count))
            }
        }
        guard code == 0 else { return nil }
        let request = Array("\(method) \(target) HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n".utf8)
        guard send(socket, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else { return nil }
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while case let count = recv(socket, &buffer, buffer.count, 0), count > 0 {
            received += buffer[..<count]
        }
        self.init(received)
    }

    private init?(_ bytes: [UInt8]) {
        let separator = Array("\r\n\r\n".utf8)
        guard
            let end = bytes.indices.first(where: { bytes[$0...].starts(with: separator) }),
            case let head = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n"),
            let status = head.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        else { return nil }
        self.status = status
        headers = Dictionary(
            head.dropFirst().map { line in
                let halves = line.split(separator: ": ", maxSplits: 1)
                return (halves[0], halves.dropFirst().first ?? "")
            }, uniquingKeysWith: { first, _ in first })
        body = Array(bytes[(end + separator.count)...])
        guard let length = headers["Content-Length"], Int(length) == body.count else { return nil }
    }
}
