import FoundationEssentials
import JSON
import Settings
import TestClient
import Testing

@Suite(.serialized) struct `the server's settings` {
    @Test func `the help has each of them, and no other flag`() throws {
        let process = try LockstepProcess(["serve", "--help"])
        let help = process.outputAndErrors().output
        let flags = help.split(separator: "\n").compactMap { line -> String? in
            let text = line.drop { $0 == " " }.trimmingPrefix("-h, ")
            guard line.hasPrefix("  "), text.hasPrefix("--") else { return nil }
            return String(text.dropFirst(2).prefix { $0 != " " })
        }
        #expect(Set(flags) == Set(Setting.all.map(\.flag) + ["help", "version"]))
        #expect(flags.count == Set(flags).count)
        for setting in Setting.all { #expect(help.contains(setting.variable), "\(setting.variable)") }
    }

    @Test func `every limit's flag reaches its limit`() throws {
        var arguments: [String] = []
        var expected: [String: Int] = [:]
        for setting in Setting.limits {
            guard case .number(let range, let value) = setting.kind else { continue }
            let other = value < range.upperBound ? value + 1 : value - 1
            arguments += ["--\(setting.flag)", "\(other)"]
            expected[setting.key] = other
        }
        #expect(try limits(of: RunningServer(all: arguments)) == expected)
    }

    @Test func `a flag goes before a variable, a variable before the file`() throws {
        let file = FileManager.default.temporaryDirectory.appending(
            path: "lockstep-\(UUID().uuidString).json")
        try Data(#"{"runs":3,"waitingRuns":3,"clientShare":3,"port":1}"#.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let server = try RunningServer(
            "--runs", "1",
            environment: [
                "LOCKSTEP_CONFIG": file.path(), "LOCKSTEP_RUNS": "2", "LOCKSTEP_WAITING_RUNS": "2",
            ])
        let limits = try limits(of: server)
        #expect(limits["runs"] == 1)
        #expect(limits["waitingRuns"] == 2)
        #expect(limits["clientShare"] == 3)
        #expect(limits["queue"] == 1024)
    }

    @Test func `what is wrong with them ends the start, each with a sentence`() throws {
        let file = FileManager.default.temporaryDirectory.appending(
            path: "lockstep-\(UUID().uuidString).json")
        try Data("{\n  \"runs\": 0\n}\n".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = try LockstepProcess(
            ["serve", "--config", file.path(), "--queue", "none"], environment: ["LOCKSTEP_WORKERS": "0"])
        let errors = process.outputAndErrors().errors
        #expect(try process.wait() == 64)
        #expect(
            errors.hasPrefix(
                """
                Error: LOCKSTEP_WORKERS must be a whole number from 1 to 1024, not "0".
                --queue must be a whole number from 1 to 1000000, not "none".
                \(file.path()):2:3: runs must be a whole number from 1 to 1024, not 0.

                """), "\(errors)")
    }

    @Test func `a variable that is no setting is told of, and the server starts`() throws {
        let server = try RunningServer(environment: ["LOCKSTEP_SERVICE_HOST": "10.0.0.1"])
        #expect(server.isHealthy)
        server.process.send(15)
        let errors = server.process.outputAndErrors().errors
        #expect(errors.contains("The variable LOCKSTEP_SERVICE_HOST is no setting, and is ignored."))
    }

    private func limits(of server: RunningServer) throws -> [String: Int] {
        var limits: [String: Int] = [:]
        for limit in try server.ask("GET", "/limits").json["limits"]?.elements ?? [] {
            limits[try #require(limit["name"]?.string)] = limit["value"]?.integer
        }
        return limits
    }
}
