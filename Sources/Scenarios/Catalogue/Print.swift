import Threading

extension Scenario {
    /// Prints a line to the run's output. As a member it comes before the console's `print`, so that a scenario's
    /// program reads like the tutorial's.
    static func print(_ items: Any..., file: StaticString = #fileID, line: UInt = #line) {
        output(items.map { String(describing: $0) }.joined(separator: " "), file: file, line: line)
    }
}

/// Starts threads, and waits until all have ended, as the tutorials' two loops do.
func runAll(_ threads: [Thread], file: StaticString = #fileID, line: UInt = #line) throws {
    for thread in threads { try thread.start(file: file, line: line) }
    for thread in threads { try thread.join(file: file, line: line) }
}
