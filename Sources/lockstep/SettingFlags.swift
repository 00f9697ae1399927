import ArgumentParser
import Settings

/// The flags of what a client cannot reach. A property is called as its setting is in a file.
struct ServiceFlags: ParsableArguments {
    @Option(.config) var config: String?
    @Option(.host) var host: String?
    @Option(.port) var port: String?
    @Option(.workers) var workers: String?
    @Option(.data) var data: String?
    @Option(.assets) var assets: String?
    @Option(.trustedProxies) var trustedProxies: String?
    @Option(.allowOrigin) var allowOrigin: [String] = []
    @Option(.allowedHosts) var allowedHosts: String?
    @Option(.tokenFile) var tokenFile: String?
    @Option(.accessLog) var accessLog: String?
    @Option(.graceMs) var graceMs: String?
    @Option(.drainMs) var drainMs: String?
}

/// The flags of limits.
struct LimitFlags: ParsableArguments {
    @Option(.runs) var runs: String?
    @Option(.waitingRuns) var waitingRuns: String?
    @Option(.clientShare) var clientShare: String?
    @Option(.threadsPerRun) var threadsPerRun: String?
    @Option(.eventsPerRun) var eventsPerRun: String?
    @Option(.runTimeoutMs) var runTimeoutMs: String?
    @Option(.longestRunTimeoutMs) var longestRunTimeoutMs: String?
    @Option(.explorations) var explorations: String?
    @Option(.explorationWorkers) var explorationWorkers: String?
    @Option(.waitingExplorations) var waitingExplorations: String?
    @Option(.explorationExecutions) var explorationExecutions: String?
    @Option(.longestExplorationMs) var longestExplorationMs: String?
    @Option(.comparisonRuns) var comparisonRuns: String?
    @Option(.keptExplorations) var keptExplorations: String?
    @Option(.followers) var followers: String?
    @Option(.queue) var queue: String?
    @Option(.bodyBytes) var bodyBytes: String?
    @Option(.headerBytes) var headerBytes: String?
    @Option(.connections) var connections: String?
    @Option(.connectionsPerAddress) var connectionsPerAddress: String?
    @Option(.idleTimeout) var idleTimeout: String?
    @Option(.keepRuns) var keepRuns: String?
    @Option(.keepMegabytes) var keepMegabytes: String?
    @Option(.memoryRuns) var memoryRuns: String?
    @Option(.memoryEvents) var memoryEvents: String?
}

extension Option where Value == String? {
    /// The flag of a setting. Its text is read by the setting, which knows what is allowed and says so.
    fileprivate init(_ setting: Setting) {
        self.init(
            name: .customLong(setting.flag), help: ArgumentHelp("\(setting.help)", valueName: setting.unit))
    }
}

extension Option where Value == [String] {
    /// The flag of a setting that may be given more than once.
    fileprivate init(wrappedValue: [String], _ setting: Setting) {
        self.init(
            wrappedValue: wrappedValue, name: .customLong(setting.flag),
            help: ArgumentHelp("\(setting.help)", valueName: setting.unit))
    }
}

extension ParsableArguments {
    /// The texts of the flags that were given.
    var given: [Setting: String] {
        var given: [Setting: String] = [:]
        for property in Mirror(reflecting: self).children {
            // A wrapped property is stored under its name with an underscore.
            let text: String
            switch property.value {
            case let option as Option<String?>:
                guard let value = option.wrappedValue else { continue }
                text = value
            case let option as Option<[String]>:
                guard !option.wrappedValue.isEmpty else { continue }
                text = option.wrappedValue.joined(separator: ",")
            default: continue
            }
            guard let setting = Setting.all.first(where: { "_" + $0.key == property.label }) else {
                preconditionFailure("\(property.label ?? "a property") is no setting")
            }
            given[setting] = text
        }
        return given
    }
}
