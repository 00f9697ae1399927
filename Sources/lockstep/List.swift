import ArgumentParser
import Playground

/// `lockstep list`: the catalogue.
struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the scenarios.")

    func run() { print(ScenarioText.list, terminator: "") }
}
