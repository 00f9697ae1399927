import Glibc

/// The real executable, as a process of its own.
final class LockstepProcess: @unchecked Sendable {  // one thread at a time reads output or waits
    struct Failure: Error { let reason: String }

    let pid: pid_t
    private let output: Int32
    private let errors: Int32
    /// Ends the process if this one dies first, as a crashing test does.
    private let guardian: Guardian
    private var status: Int32?

    /// Starts `lockstep` with these arguments, and these variables beside this process's own.
    init(_ arguments: [String], environment: [String: String] = [:]) throws {
        let (output, outputEnd) = try Self.pipe()
        let (errors, errorsEnd) = try Self.pipe()
        defer {
            close(outputEnd)
            close(errorsEnd)
        }
        pid = try spawn(
            Self.program, arguments, [(outputEnd, STDOUT_FILENO), (errorsEnd, STDERR_FILENO)], environment)
        self.output = output
        self.errors = errors
        guardian = try Guardian(of: pid)
    }

    deinit {
        guardian.dismiss()
        if status == nil {
            kill(pid, SIGKILL)
            _ = try? wait()
        }
        close(output)
        close(errors)
    }

    /// The executable lies beside the test bundle.
    private static var program: String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = readlink("/proc/self/exe", &buffer, buffer.count)
        let bundle = String(
            decoding: buffer.prefix(max(0, length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return bundle.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/lockstep"
    }

    /// Sends a signal.
    func send(_ signal: Int32) { kill(pid, signal) }

    /// Waits for the end, and gives the exit status; of a process that a signal ended, 128 and the signal.
    func wait() throws -> Int32 {
        if let status { return status }
        var raw: Int32 = 0
        while waitpid(pid, &raw, 0) < 0 {
            guard errno == EINTR else { throw Failure(reason: "waitpid: \(errno)") }
        }
        let signal = raw & 0x7f
        let ended = signal == 0 ? (raw >> 8) & 0xff : 128 + signal
        status = ended
        return ended
    }

    /// Reads one line of the output.
    func line() throws -> String {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while read(output, &byte, 1) == 1 {
            if byte == UInt8(ascii: "\n") { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(byte)
        }
        throw Failure(reason: "the process ended; it said: \(Self.everything(from: errors))")
    }

    /// Reads all output until its end, and what was printed as errors.
    func outputAndErrors() -> (output: String, errors: String) {
        (Self.everything(from: output), Self.everything(from: errors))
    }

    /// How many entries a folder of the process in /proc has: `task` for its threads, `fd` for its descriptors.
    func count(of folder: String) -> Int {
        guard let stream = opendir("/proc/\(pid)/\(folder)") else { return -1 }
        defer { closedir(stream) }
        var count = -2  // . and ..
        while readdir(stream) != nil { count += 1 }
        return count
    }

    /// How much memory it occupies, in KiB.
    var residentMemory: Int {
        guard let file = fopen("/proc/\(pid)/statm", "r") else { return -1 }
        defer { fclose(file) }
        var (total, resident) = (0, 0)
        withUnsafeMutablePointer(to: &total) { total in
            withUnsafeMutablePointer(to: &resident) { resident in
                _ = withVaList([total, resident]) { vfscanf(file, "%ld %ld", $0) }
            }
        }
        return resident * Int(getpagesize()) / 1024
    }

    private static func pipe() throws -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [0, 0]
        guard Glibc.pipe(&ends) == 0 else { throw Failure(reason: "pipe: \(errno)") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    private static func everything(from descriptor: Int32) -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while case let count = read(descriptor, &buffer, buffer.count), count > 0 {
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A shell that waits for its input to end, which it does when this process is gone, and then kills another.
    private final class Guardian: Sendable {
        private let shell: pid_t
        private let input: Int32

        init(of pid: pid_t) throws {
            let (reading, writing) = try LockstepProcess.pipe()
            defer { close(reading) }
            shell = try spawn("/bin/sh", ["-c", "read -r line; kill -9 \(pid)"], [(reading, STDIN_FILENO)])
            input = writing
        }

        /// Called before the guarded process is reaped: its number may belong to another after that.
        func dismiss() {
            kill(shell, SIGKILL)
            waitpid(shell, nil, 0)
            close(input)
        }
    }
}

/// Starts a program with these descriptors and no others: what tests beside this one have open is not to stay open
/// in there.
private func spawn(
    _ program: String, _ arguments: [String], _ descriptors: [(Int32, Int32)],
    _ environment: [String: String] = [:]
) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (from, to) in descriptors { posix_spawn_file_actions_adddup2(&actions, from, to) }
    closeOthers(&actions)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

    var words = ([program] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var variables = environment.map { strdup("\($0.key)=\($0.value)") }
    defer { for variable in variables { free(variable) } }
    var own = environ
    while let variable = own.pointee {
        variables.append(strdup(variable))
        own += 1
    }
    variables.append(nil)
    var pid: pid_t = 0
    let failure = posix_spawn(&pid, program, &actions, &attributes, &words, &variables)
    guard failure == 0 else {
        throw LockstepProcess.Failure(reason: "\(program): \(String(cString: strerror(failure)))")
    }
    return pid
}

/// Adds the closing of all descriptors from 3 on. Swift's Glibc module shows only what POSIX has, and this is
/// glibc's own, since 2.34.
private func closeOthers(_ actions: UnsafeMutablePointer<posix_spawn_file_actions_t>) {
    typealias AddCloseFrom =
        @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32
    guard let symbol = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np") else { return }
    _ = unsafeBitCast(symbol, to: AddCloseFrom.self)(actions, 3)
}
