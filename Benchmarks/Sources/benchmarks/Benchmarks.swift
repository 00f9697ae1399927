import Foundation

/// What is measured, and against whom. All timings are of one run of one machine, and whatever else it does blurs
/// them; that is why contestants take turns, and why the ratios are the figures to keep.
@main
struct Benchmarks {
    static func main() throws {
        let options = try Options(CommandLine.arguments.dropFirst())
        print("\(ProcessInfo.processInfo.activeProcessorCount) processors; medians of rounds in turn\n")
        if options.wants("http") { try HTTPBenchmark(options).run() }
        if options.wants("pools") { try PoolBenchmark(options).run() }
        if options.wants("locks") { try LockBenchmark.run() }
        if options.wants("recording") { try RecordingBenchmark.run() }
        if options.wants("exploration") { try ExplorationBenchmark(options).run() }
    }
}

/// Where the programs are that are measured, and which benchmarks are wanted.
struct Options {
    private var paths: [String: String] = [:]
    private var sections: [String] = []

    init(_ arguments: some Sequence<String>) throws {
        var arguments = arguments.makeIterator()
        while let argument = arguments.next() {
            if argument.hasPrefix("--") {
                paths[String(argument.dropFirst(2))] = arguments.next()
            } else if ["http", "pools", "locks", "recording", "exploration"].contains(argument) {
                sections.append(argument)
            } else {
                throw BenchmarkError.unknown(argument)
            }
        }
    }

    func wants(_ section: String) -> Bool { sections.isEmpty || sections.contains(section) }

    /// The path of a program that may be missing.
    func find(_ name: String) -> String? { paths[name] }

    func path(_ name: String) throws -> String {
        guard let path = paths[name] else { throw BenchmarkError.noPath(name) }
        return path
    }
}

/// Why a benchmark cannot be run.
enum BenchmarkError: Error, CustomStringConvertible {
    case unknown(String)
    case noPath(String)
    case noAnswer(program: String)
    case wrong(name: String, expected: Int, got: Int)
    case refused(name: String, report: String)

    var description: String {
        switch self {
        case .unknown(let argument):
            "There is no benchmark \(argument): try http, pools, locks, recording or exploration."
        case .noPath(let name): "--\(name) and a path are needed; Benchmarks/run gives them."
        case .noAnswer(let program): "\(program) did not answer."
        case .wrong(let name, let expected, let got): "\(name) did \(got) of \(expected)."
        case .refused(let name, let report): "\(name) did not answer every request: \(report)"
        }
    }
}
