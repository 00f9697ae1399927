import Foundation

/// Another program that is measured, or that measures: its lines come in, and lines go out to it.
final class Peer {
    private let name: String
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var unread = Data()

    /// Starts a program; nil if it is not on the machine.
    init?(_ program: String, _ arguments: [String]) throws {
        guard let path = Peer.find(program) else { return nil }
        name = program
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    /// The next line of its output; waits for it.
    func line() throws -> String {
        while true {
            if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
                defer { unread.removeSubrange(unread.startIndex...end) }
                return String(decoding: unread[..<end], as: UTF8.self)
            }
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { throw BenchmarkError.noAnswer(program: name) }
            unread.append(more)
        }
    }

    /// The first word of its output that satisfies a condition; waits for it.
    func word(where isWanted: (Substring) -> Bool) throws -> String {
        while true {
            if let word = try line().split(separator: " ").first(where: isWanted) { return String(word) }
        }
    }

    /// All lines of its output, up to its end; nil if it had not ended in that time, and was stopped.
    func lines(within limit: Duration) throws -> [String]? {
        let watchdog = DispatchWorkItem { [process] in process.terminate() }
        DispatchQueue.global().asyncAfter(deadline: .now() + limit / .seconds(1), execute: watchdog)
        while case let more = output.fileHandleForReading.availableData, !more.isEmpty { unread.append(more) }
        process.waitUntilExit()
        watchdog.cancel()
        guard process.terminationReason == .exit else { return nil }
        return String(decoding: unread, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// Sends a line, and gives the nanoseconds that it is answered with.
    func ask(_ question: String) throws -> Double {
        input.fileHandleForWriting.write(Data((question + "\n").utf8))
        guard let answer = Double(try line()) else { throw BenchmarkError.noAnswer(program: name) }
        return answer
    }

    /// Ends the program: by the end of its input, and by a signal if it reads none.
    func stop() {
        try? input.fileHandleForWriting.close()
        process.terminate()
        process.waitUntilExit()
    }

    private static func find(_ program: String) -> String? {
        if program.contains("/") { return program }
        let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
        return folders.map { "\($0)/\(program)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}
