import Glibc
import TestClient
import Testing

/// `lockstep serve` on a free port.
final class RunningServer: Sendable {
    let process: LockstepProcess
    let port: UInt16

    convenience init(_ arguments: String..., environment: [String: String] = [:]) throws {
        try self.init(all: arguments, environment: environment)
    }

    init(all arguments: [String], environment: [String: String] = [:]) throws {
        process = try LockstepProcess(["serve", "--port", "0"] + arguments, environment: environment)
        let line = try process.line()
        guard let port = line.split(separator: ":").last.flatMap({ UInt16($0) }) else {
            throw LockstepProcess.Failure(reason: "no port in \(line.debugDescription)")
        }
        self.port = port
    }

    /// Sends one request on a connection of its own, and compares the answer with the contract.
    func ask(
        _ method: String, _ target: String, headers: [(String, String)] = [], body: String? = nil
    ) throws -> Answer {
        let answer = try Client(port).ask(method, target, headers: headers, body: body.map { Array($0.utf8) })
        #expect(try Contract.openapi.faults(of: answer, to: method, target) == [], "\(method) \(target)")
        return answer
    }

    /// Runs a scenario; `parameters` is the text of a JSON object.
    func run(_ scenario: String, _ parameters: String = "{}") throws -> RunDocument {
        let answer = try ask("POST", "/scenarios/\(scenario)", body: "{\"parameters\":\(parameters)}")
        guard answer.status == 200 else { throw LockstepProcess.Failure(reason: answer.text) }
        return try answer.run
    }

    /// Whether it answers.
    var isHealthy: Bool { (try? ask("GET", "/healthz").status) == 200 }

    /// Waits until it has so many threads and descriptors. A connection that its client has closed, and a thread
    /// that has been joined, may be listed for a moment still.
    ///
    /// - Returns: what it has after that, or after a minute.
    func settle(threads: Int, descriptors: Int) -> (threads: Int, descriptors: Int) {
        let deadline = time(nil) + 60
        while true {
            let now = (threads: process.count(of: "task"), descriptors: process.count(of: "fd"))
            if now == (threads, descriptors) || time(nil) > deadline { return now }
            usleep(1000)
        }
    }
}
