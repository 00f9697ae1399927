import ArgumentParser
import PlaygroundAPI

/// The `lockstep` command.
@main
struct Lockstep: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lockstep",
        abstract: "A concurrency playground: threads, locks and deadlocks that you can see.",
        version: Release.version,
        subcommands: [Serve.self, RunCommand.self, Explore.self, Show.self, List.self, Health.self])
}
