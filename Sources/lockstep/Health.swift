import ArgumentParser

/// `lockstep health`: whether the server on this machine answers.
struct Health: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ask the server on this machine whether it is well.",
        discussion: """
            Exits with 0 if GET /healthz, or GET /readyz with --ready, is answered with 200 within two seconds, else \
            with 1.
            """)

    @Option(help: "The port of 127.0.0.1 to ask.")
    var port: UInt16 = 8080

    @Flag(help: "Ask whether it should be sent requests, not only whether it is alive.")
    var ready = false

    func run() throws {
        try HealthProbe(port: port, path: ready ? "/readyz" : "/healthz", timeout: .seconds(2)).ask()
    }
}
