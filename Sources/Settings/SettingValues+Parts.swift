public import HTTPServer
public import Playground
public import PlaygroundAPI

// What the parts of the server are made with.
extension SettingValues {
    /// How many threads answer requests.
    public var workers: Int { number(.workers) }
    /// How many requests may wait for one of them.
    public var queue: Int { number(.queue) }
    /// The file to keep runs and explorations in.
    public var data: String? { text(.data) }
    /// The folder with the page and the contract.
    public var assets: String? { text(.assets) }
    /// The proxies that are believed.
    public var trustedProxies: [IPAddress] { list(.trustedProxies).compactMap(IPAddress.init) }
    /// Whether requests are logged.
    public var isAccessLogged: Bool { text(.accessLog) == "on" }
    /// How long jobs may go on after the server was asked to stop.
    public var grace: Duration { .milliseconds(number(.graceMs)) }
    /// How long the server still serves before that.
    public var drain: Duration { .milliseconds(number(.drainMs)) }

    /// What the playground allows.
    public var limits: Limits {
        var limits = Limits()
        limits.runsAtOnce = number(.runs)
        limits.runsWaiting = number(.waitingRuns)
        limits.clientShare = number(.clientShare)
        limits.threadsPerRun = number(.threadsPerRun)
        limits.eventsPerRun = number(.eventsPerRun)
        limits.longestTimeout = .milliseconds(number(.longestRunTimeoutMs))
        limits.defaultTimeout = min(.milliseconds(number(.runTimeoutMs)), limits.longestTimeout)
        limits.explorationsAtOnce = number(.explorations)
        limits.workersPerExploration = number(.explorationWorkers)
        limits.explorationsWaiting = number(.waitingExplorations)
        limits.executionsPerExploration = number(.explorationExecutions)
        limits.comparisonRuns = number(.comparisonRuns)
        limits.longestExploration = .milliseconds(number(.longestExplorationMs))
        limits.defaultExploration = min(limits.defaultExploration, limits.longestExploration)
        limits.keptExplorations = number(.keptExplorations)
        limits.followers = number(.followers)
        limits.storedRuns = number(.memoryRuns)
        limits.storedEvents = number(.memoryEvents)
        limits.keptRuns = number(.keepRuns)
        limits.keptBytes = number(.keepMegabytes) << 20
        return limits
    }

    /// Where the server listens, and its limits.
    public var configuration: Configuration {
        var configuration = Configuration(
            host: text(.host) ?? Configuration().host, port: UInt16(number(.port)))
        configuration.bodyLimit = number(.bodyBytes)
        configuration.connectionMemory = number(.headerBytes)
        configuration.connectionLimit = number(.connections)
        configuration.connectionLimitPerAddress = number(.connectionsPerAddress)
        configuration.idleTimeout = .seconds(number(.idleTimeout))
        return configuration
    }

    /// The limits as clients are told them.
    public var statedLimits: [StatedLimit] {
        Setting.limits.map { setting in
            StatedLimit(
                name: setting.key, value: number(setting), unit: setting.unit, meaning: setting.meaning)
        }
    }
}
