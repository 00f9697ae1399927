import Threading

/// Prints a line to the run's output: inside a scenario, `print` is not the console's.
func print(_ first: String, _ others: Any..., file: StaticString = #fileID, line: UInt = #line) {
    output(([first] + others.map { String(describing: $0) }).joined(separator: " "), file: file, line: line)
}

/// Starts threads, and waits until all have ended, as the tutorials' two loops do.
func runAll(_ threads: [Thread], file: StaticString = #fileID, line: UInt = #line) throws {
    for thread in threads { try thread.start(file: file, line: line) }
    for thread in threads { try thread.join(file: file, line: line) }
}
