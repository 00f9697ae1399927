import ArgumentParser
import FoundationEssentials
import Glibc
import HTTPServer
import Logging
import Metrics
import Playground
import PlaygroundAPI
import Settings
import Storage
import Threading

/// `lockstep serve`: the page and the API over HTTP.
struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve the page and the API over HTTP.",
        discussion: """
            Each setting can be given by its flag, by the variable of the environment that is named with it, or in a \
            file; the flag goes before the variable, and the variable before the file.
            """)

    @OptionGroup(title: "Settings") var service: ServiceFlags
    @OptionGroup(title: "Limits") var limits: LimitFlags

    /// Here, so that what is wrong is told together with how the command is used.
    func validate() throws { _ = try access(settings()) }

    func run() throws {
        // Blocked before any other thread is started, so that all inherit it and only the wait below sees them; and
        // before all else, because process 1 of a container loses a signal that it neither blocks nor handles.
        let signals = StopSignals()
        let log = Logger(label: "lockstep")
        let settings = try settings()
        for warning in settings.warnings { log.warning("\(warning)") }

        var metrics = Registry()
        let pool = try ThreadPool(workers: settings.workers, queueLimit: settings.queue, name: "http")
        let observer = ServerMetrics(of: pool, in: &metrics)
        let store = MeasuredJobStore(try makeStore(settings), in: &metrics)
        let jobs = try Jobs(limits: settings.limits, store: store, in: &metrics)
        let readiness = Readiness(store: store)
        let operations = Operations(
            readiness: readiness, metrics: metrics, limits: settings.statedLimits,
            trustedProxies: settings.trustedProxies)
        let service = try PlaygroundService(
            jobs: jobs, assets: settings.assets ?? Assets.folder, access: try access(settings),
            operations: operations)

        var configuration = settings.configuration
        configuration.errorResponder = PlaygroundService.errorResponder
        let accessLog = settings.isAccessLogged ? try AccessLog { log.info("\($0)") } : nil
        configuration.observer = Observers([observer] + (accessLog.map { [$0] } ?? []))
        configuration.filters = service.filters
        let server = Server(configuration: configuration, pool: pool) { try service.reply(to: $0) }

        try server.start()
        let host = configuration.host
        let address = "http://\(host.contains(":") ? "[\(host)]" : host):\(try server.waitUntilListening())"
        log.info("Listening on \(address)")
        print("Lockstep is at \(address)\nTry: curl -X POST \(address)/scenarios/deadlock")
        fflush(nil)

        let signal = signals.wait()
        log.info("Stopping on \(signal); another signal ends the server at once")
        signals.endAtOnce()
        readiness.beginStopping()
        // Whoever distributes requests finds out that this server is not ready, and sends the next ones elsewhere.
        sleep(for: settings.drain)
        // The requests that wait for a job are answered when it has ended, be it because the grace is over: so the
        // jobs are ended beside the server, which waits for the requests a little longer.
        let grace = settings.grace
        let end = Thread(name: "end of jobs") { jobs.shutdown(grace: grace) }
        try end.start()
        server.stop(timeout: grace + .seconds(1))
        pool.shutdown()
        accessLog?.close()
        try end.join()
        try store.close()
        log.info("Stopped")
    }

    /// - Throws: `ValidationError` with all that is wrong, as for every other flag.
    private func settings() throws -> SettingValues {
        let flags = service.given.merging(limits.given) { flag, _ in flag }
        do throws(SettingError) {
            return try SettingValues(flags: flags, environment: ProcessInfo.processInfo.environment)
        } catch {
            throw ValidationError(error.description)
        }
    }

    private func access(_ settings: SettingValues) throws -> Access {
        do throws(SettingError) { return try settings.access() } catch {
            throw ValidationError(error.description)
        }
    }

    private func makeStore(_ settings: SettingValues) throws -> any JobStore {
        let limits = settings.limits
        guard let data = settings.data else {
            return MemoryJobStore(
                keeping: [.run: limits.storedRuns, .exploration: limits.keptExplorations],
                eventLimit: limits.storedEvents)
        }
        return try SQLiteJobStore(
            path: data, keeping: [.run: limits.keptRuns, .exploration: limits.keptExplorations],
            byteLimit: limits.keptBytes)
    }

    private func sleep(for time: Duration) {
        guard time > .zero else { return }
        let (seconds, attoseconds) = time.components
        // The only signals that this thread takes end the process, so nothing cuts it short.
        var length = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
        nanosleep(&length, nil)
    }
}
