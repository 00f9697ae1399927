import HTTPServer
import Playground

private let server = Configuration()
private let playground = Limits()

// Where something else defines the default, it is taken from there.
extension Setting {
    package static let config = Setting(
        "config", .text(default: nil), "file", isInFile: false,
        "A file of settings: a JSON object whose names are these, in camel case.")
    package static let host = Setting(
        "host", .text(default: server.host), "address",
        "The IPv4 or IPv6 address to listen on; 0.0.0.0 or :: for all.")
    package static let port = Setting(
        "port", .number(0...65535, default: Int(server.port)), "port",
        "The port to listen on; 0 for any that is free.")
    package static let workers = Setting(
        "workers", .number(1...1024, default: 8), "threads", "How many threads answer requests.")
    package static let data = Setting(
        "data", .text(default: nil), "file",
        "The file to keep runs and explorations in; without it they are kept in memory, until the server ends."
    )
    package static let assets = Setting(
        "assets", .text(default: nil), "folder",
        "The folder that has public/ and openapi.yaml; found beside the program unless it is given.")
    package static let trustedProxies = Setting(
        "trusted-proxies", .addresses, "addresses",
        "Addresses of proxies that tell a client's by X-Forwarded-For, with commas between them.")
    package static let allowOrigin = Setting(
        "allow-origin", .origins, "origins",
        "Origins whose pages may use the service beside its own page, with commas between them or one a flag; * for all."
    )
    package static let allowedHosts = Setting(
        "allowed-hosts", .list, "names",
        "Names that clients may call the server by, with commas between them, beside addresses and names without a dot; "
            + "* for all.")
    package static let tokenFile = Setting(
        "token-file", .text(default: nil), "file",
        "A file whose first line is the token that clients must show; LOCKSTEP_TOKEN can hold the token itself."
    )
    package static let accessLog = Setting(
        "access-log", .word(["on", "off"], default: "off"), "word",
        "Whether each request is logged when it is over.")
    package static let graceMs = Setting(
        "grace-ms", .number(0...600_000, default: 3000), "ms",
        "How long runs may go on once the server is asked to stop.")
    package static let drainMs = Setting(
        "drain-ms", .number(0...600_000, default: 0), "ms",
        "How long the server, asked to stop, still serves with /readyz saying no, before the grace begins.")
}

extension Setting {
    package static let runs = limit(
        "runs", 1...1024, playground.runsAtOnce, "runs", "How many runs go on at once; further ones wait.")
    package static let waitingRuns = limit(
        "waiting-runs", 1...100_000, playground.runsWaiting, "runs",
        "How many runs may wait for their turn; further ones are refused with 503.")
    package static let clientShare = limit(
        "client-share", 1...100, playground.clientShare, "%",
        "How much of the room for runs, under way and waiting, one client address may take, and as much of that for "
            + "explorations; further ones are refused with 429.")
    package static let threadsPerRun = limit(
        "threads-per-run", 2...30_000, playground.threadsPerRun, "threads",
        "How many threads of a run may be alive at once; a run that starts more fails.")
    package static let eventsPerRun = limit(
        "events-per-run", 256...10_000_000, playground.eventsPerRun, "events",
        "How many events of a run are kept, its last ones; the trace says how many are missing.")
    package static let runTimeoutMs = limit(
        "run-timeout-ms", 1...3_600_000, playground.defaultTimeout.wholeMilliseconds, "ms",
        "How long a run may take that names no time of its own.")
    package static let longestRunTimeoutMs = limit(
        "longest-run-timeout-ms", 1...3_600_000, playground.longestTimeout.wholeMilliseconds, "ms",
        "How long a run may take at most, whatever it asks for.")
    package static let explorations = limit(
        "explorations", 1...256, playground.explorationsAtOnce, "explorations",
        "How many explorations go on at once; further ones wait.")
    package static let explorationWorkers = limit(
        "exploration-workers", 1...256, playground.workersPerExploration, "threads",
        "How many threads share one exploration, if it is exhaustive.")
    package static let waitingExplorations = limit(
        "waiting-explorations", 1...10_000, playground.explorationsWaiting, "explorations",
        "How many explorations may wait for their turn; further ones are refused with 503.")
    package static let explorationExecutions = limit(
        "exploration-executions", 1...1_000_000_000, playground.executionsPerExploration, "executions",
        "How many executions an exploration makes at most.")
    package static let longestExplorationMs = limit(
        "longest-exploration-ms", 1...3_600_000, playground.longestExploration.wholeMilliseconds, "ms",
        "How long an exploration may take at most, real runs included, whatever it asks for; 10 seconds if it asks for "
            + "nothing.")
    package static let comparisonRuns = limit(
        "comparison-runs", 1...1_000_000, playground.comparisonRuns, "runs",
        "How many real runs an exploration may be compared with.")
    package static let keptExplorations = limit(
        "kept-explorations", 1...100_000, playground.keptExplorations, "explorations",
        "How many explorations are kept, in the file or in memory; the oldest go first.")
    package static let followers = limit(
        "followers", 1...10_000, playground.followers, "clients",
        "How many clients may follow runs and explorations at once; further ones are refused with 503.")
    package static let queue = limit(
        "queue", 1...1_000_000, 1024, "requests",
        "How many requests may wait for a worker; further ones are refused with 503.")
    package static let bodyBytes = limit(
        "body-bytes", 1...(1 << 30), server.bodyLimit, "bytes",
        "How large a request's body may be; a larger one is refused with 413.")
    package static let headerBytes = limit(
        "header-bytes", 2048...(1 << 20), server.connectionMemory, "bytes",
        "How large request line and header fields may be in all, with 64 bytes added for each field, "
            + "and 300 once; larger ones are refused with 414 or 431.")
    package static let connections = limit(
        "connections", 1...100_000, server.connectionLimit, "connections",
        "How many connections there may be; further ones wait to be accepted.")
    package static let connectionsPerAddress = limit(
        "connections-per-address", 1...100_000, server.connectionLimitPerAddress ?? 100_000, "connections",
        "How many connections there may be from one address; further ones are closed.")
    package static let idleTimeout = limit(
        "idle-timeout", 1...86_400, 60, "s", "How long a connection without traffic is kept.")
    package static let keepRuns = limit(
        "keep-runs", 1...100_000_000, playground.keptRuns, "runs",
        "How many runs the file keeps; the oldest go first.")
    package static let keepMegabytes = limit(
        "keep-megabytes", 1...1_000_000, playground.keptBytes >> 20, "MiB",
        "How many megabytes of runs and explorations, compressed, the file keeps; the oldest go first.")
    package static let memoryRuns = limit(
        "memory-runs", 1...1_000_000, playground.storedRuns, "runs",
        "How many runs the memory keeps where there is no file; the oldest go first.")
    package static let memoryEvents = limit(
        "memory-events", 1...1_000_000_000, playground.storedEvents, "events",
        "How many events, over all runs, the memory keeps where there is no file; the oldest go first.")
}

extension Setting {
    /// Every setting, in the order in which the help and the documentation have them.
    public static let all: [Setting] = [
        config, host, port, workers, data, assets, trustedProxies, allowOrigin, allowedHosts,
        tokenFile, accessLog, graceMs, drainMs,
        runs, waitingRuns, clientShare, threadsPerRun, eventsPerRun, runTimeoutMs, longestRunTimeoutMs,
        explorations, explorationWorkers, waitingExplorations, explorationExecutions, longestExplorationMs,
        comparisonRuns, keptExplorations,
        followers, queue, bodyBytes, headerBytes, connections, connectionsPerAddress, idleTimeout, keepRuns,
        keepMegabytes, memoryRuns, memoryEvents,
    ]

    /// What a client can reach, and is told when it does.
    public static let limits: [Setting] = all.filter(\.isLimit)

    /// What it cannot.
    public static let service: [Setting] = all.filter { !$0.isLimit }
}

extension Duration {
    var wholeMilliseconds: Int {
        Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
    }
}
