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
    /// What a process takes to explore nothing, in seconds of a processor, which is taken off; nil if the search is
    /// timed inside of its process.
    var start: Double?
    /// Searches a program once.
    let search: (ExploredProgram) throws -> SearchResult

    /// The search of Lockstep, in this process. A short one is made twice, and the second is told, as of Relacy: the
    /// first one follows other programs, and finds nothing in the processor's caches.
    static func lockstep(_ name: String, workers: Int) -> Self {
        Self(name: name) { program in
            var options = ExplorationOptions()
            options.timeout = limit
            options.maxExecutions = .max
            options.workers = workers
            func explore() -> ExplorationReport<Int> {
                Explorer(options, isCorrect: { _ in true }, program: program.body).run()
            }
            var report = explore()
            if report.elapsedNs < 100_000_000 { report = explore() }
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

    /// A program that is started for each search. What is told is the processor's time: that others use the machine
    /// too would blur the little that remains when the start is taken off. (That favours it.) What it counts stands in its output: behind
    /// one of some words, or before them. If it has several, they are added.
    static func process(
        _ name: String, counts: String = "executions", words: [String],
        command: @escaping (ExploredProgram) -> (path: String, arguments: [String])
    ) throws -> Self {
        func once(_ program: ExploredProgram) throws -> SearchResult {
            let (path, arguments) = command(program)
            let start = childrenSeconds()
            let lines = try Peer(path, arguments)?.lines(within: limit)
            let seconds = childrenSeconds() - start
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

/// The processor's time that all processes took that this one started and that have ended.
private func childrenSeconds() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
    return [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
}
