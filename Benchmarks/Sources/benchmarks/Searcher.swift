import Exploration
import Foundation

/// What one search of a program came to.
struct SearchResult {
    enum End { case finished, stoppedAtDeadlock, unfinished }

    /// How many executions it made, with those that it gave up, or, of SPIN, how many states it stored; nil if that
    /// cannot be told.
    var count: Int?
    var seconds: Double
    var end = End.finished
}

/// Something that explores programs.
struct Searcher {
    static let limit = Duration.seconds(60)

    let name: String
    /// What it counts: most make executions; SPIN visits states, each of them once.
    var counts = "executions"
    /// How long it takes to explore nothing, in seconds, which is taken off; nil if it is timed inside of its process.
    var start: Double?
    /// Searches a program once.
    let search: (ExploredProgram) throws -> SearchResult

    /// The search of Lockstep, in this process.
    static func lockstep(_ name: String, workers: Int) -> Self {
        Self(name: name) { program in
            var options = ExplorationOptions()
            options.timeout = limit
            options.maxExecutions = .max
            options.workers = workers
            let report = Explorer(options, isCorrect: { _ in true }, program: program.body).run()
            return SearchResult(
                count: report.executions + report.redundant, seconds: Double(report.elapsedNs) / 1e9,
                end: report.isComplete ? .finished : .unfinished)
        }
    }

    /// Relacy: one program has them all, and tells executions, nanoseconds and the end.
    static func relacy(_ path: String) -> Self {
        Self(name: "Relacy, full search") { program in
            let words = try Peer(path, [program.name, String(limit.components.seconds)])?.line().split(
                separator: " ")
            guard let words, words.count == 3, let count = Int(words[0]), let nanoseconds = Double(words[1])
            else {
                throw BenchmarkError.noAnswer(program: path)
            }
            let ends: [Substring: SearchResult.End] = [
                "finished": .finished, "stopped": .stoppedAtDeadlock, "unfinished": .unfinished,
            ]
            guard let end = ends[words[2]] else { throw BenchmarkError.noAnswer(program: path) }
            return SearchResult(count: count, seconds: nanoseconds / 1e9, end: end)
        }
    }

    /// A program that is started for each search and timed from without. What it counts stands in its output: behind
    /// one of some words, or before them. If it has several, they are added.
    static func process(
        _ name: String, counts: String = "executions", words: [String],
        command: @escaping (ExploredProgram) -> (path: String, arguments: [String])
    ) throws -> Self {
        func once(_ program: ExploredProgram) throws -> SearchResult {
            let (path, arguments) = command(program)
            let start = ContinuousClock.now
            let lines = try Peer(path, arguments)?.lines(within: limit)
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            guard let lines else { return SearchResult(count: nil, seconds: seconds, end: .unfinished) }
            let numbers = lines.filter { line in words.contains { line.contains($0) } }
                .flatMap { $0.split(whereSeparator: { " ,:".contains($0) }).compactMap { Int($0) } }
            guard !numbers.isEmpty else { throw BenchmarkError.noAnswer(program: path) }
            return SearchResult(count: numbers.reduce(0, +), seconds: seconds)
        }
        let starts = try (0..<9).map { _ in try once(.nothing).seconds }
        let start = starts.sorted()[starts.count / 2]
        return Self(name: name, counts: counts, start: start) { program in
            var result = try once(program)
            if result.end == .finished { result.seconds = max(0, result.seconds - start) }
            return result
        }
    }
}
