import ArgumentParser
import FoundationEssentials
import Glibc
import HTTPServer
import Logging
import Persistence
import Playground
import PlaygroundAPI
import Threading

/// `lockstep serve`: the page and the API over HTTP.
struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Serve the page and the API over HTTP.")

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 for any that is free.")
    var port: UInt16 = 8080

    @Option(help: "How many threads answer requests.")
    var workers = 8

    @Option(help: "How many requests may wait for a worker before further ones are refused.")
    var queue = 1024

    @Option(help: ArgumentHelp("How long a connection without traffic is kept.", valueName: "seconds"))
    var idleTimeout = 60

    @Option(help: "How many runs go on at once.")
    var runs = Limits().runsAtOnce

    @Option(help: "The file to keep runs in; without it they are kept in memory, until the server ends.")
    var data: String?

    @Option(help: "How many runs the file keeps at most; the oldest go first.")
    var keepRuns = Limits().keptRuns

    @Option(help: "How many megabytes of runs the file keeps at most; the oldest go first.")
    var keepMegabytes = Limits().keptBytes >> 20

    @Option(help: "How long runs may go on once the server is asked to stop, in milliseconds.")
    var graceMs = 3000

    @Option(
        help: "The folder that has public/ and openapi.yaml; found beside the program unless it is given.")
    var assets: String?

    func validate() throws {
        guard workers > 0 else { throw ValidationError("--workers must be at least 1.") }
        guard queue > 0 else { throw ValidationError("--queue must be at least 1.") }
        guard runs > 0 else { throw ValidationError("--runs must be at least 1.") }
        guard idleTimeout > 0 else { throw ValidationError("--idle-timeout must be at least 1.") }
        guard keepRuns > 0 else { throw ValidationError("--keep-runs must be at least 1.") }
        guard (1...1_000_000).contains(keepMegabytes) else {
            throw ValidationError("--keep-megabytes must be from 1 to 1000000.")
        }
        guard graceMs >= 0 else { throw ValidationError("--grace-ms must not be negative.") }
    }

    func run() throws {
        // Blocked before any other thread is started, so that all inherit it and only the wait below sees them; and
        // before all else, because process 1 of a container loses a signal that it neither blocks nor handles.
        let signals = StopSignals()

        var limits = Limits()
        limits.runsAtOnce = runs
        limits.keptRuns = keepRuns
        limits.keptBytes = keepMegabytes << 20
        let store = try makeStore(limits)
        let launcher = Launcher(limits: limits, store: store)
        let explorations = Explorations(limits: limits)
        let service = try PlaygroundService(
            launcher: launcher, explorations: explorations, assets: assets ?? Assets.folder)

        var configuration = Configuration(host: host, port: port)
        configuration.idleTimeout = .seconds(idleTimeout)
        configuration.errorResponder = PlaygroundService.errorResponder
        let pool = ThreadPool(workers: workers, queueLimit: queue, name: "http")
        let server = Server(configuration: configuration, pool: pool) { try service.reply(to: $0) }

        try server.start()
        let address = "http://\(host.contains(":") ? "[\(host)]" : host):\(try server.waitUntilListening())"
        let log = Logger(label: "lockstep")
        log.info("Listening on \(address)")
        print("Lockstep is at \(address)\nTry: curl -X POST \(address)/scenarios/deadlock")
        fflush(nil)

        let signal = signals.wait()
        log.info("Stopping on \(signal)")
        // The requests that wait for a run are answered when it has ended, be it because the grace is over: so the
        // runs are ended beside the server, which waits for the requests a little longer.
        let grace = Duration.milliseconds(graceMs)
        let end = Thread(name: "end of runs") {
            explorations.shutdown()
            launcher.shutdown(grace: grace)
        }
        try end.start()
        server.stop(timeout: grace + .seconds(1))
        pool.shutdown()
        try end.join()
        try store.close()
    }

    private func makeStore(_ limits: Limits) throws -> any RunStore {
        guard let data else {
            return MemoryRunStore(runLimit: limits.storedRuns, eventLimit: limits.storedEvents)
        }
        return try SQLiteRunStore(path: data, runLimit: limits.keptRuns, byteLimit: limits.keptBytes)
    }
}
