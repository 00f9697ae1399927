import Exploration
import FiberEngine
import Foundation
import Scheduling

/// What one search of a program came to.
struct SearchResult {
    enum End { case finished, stoppedAtDeadlock, unfinished }

    /// How many executions it made, with those that it gave up, or, of SPIN, how many states it stored; nil if that
    /// cannot be told.
    var count: Int?
    /// In seconds of a processor, or, if the searcher says so, of the clock.
    var seconds: Double
    var end = End.finished
}

/// Something that explores programs.
struct Searcher {
    static let limit = Duration.seconds(60)

    let name: String
    /// What it counts: most make executions; SPIN visits states, each of them once.
    var counts = "executions"
    /// Whether its time is the clock's. What the others are told is the processor's time, because a busy machine would
    /// blur them most.
    var isByTheClock = false
    /// What a process takes to explore nothing, in seconds of a processor, which is taken off; nil if the search is
    /// timed inside of its process.
    var start: Double?
    /// Searches a program once.
    let search: (ExploredProgram) throws -> SearchResult

    /// The search of Lockstep, in this process. A short one is made twice, and the second is told, as of Relacy: the
    /// first one follows other programs, and finds nothing in the processor's caches.
    static func lockstep(_ name: String, workers: Int, isByTheClock: Bool = false) -> Self {
        Self(name: name, isByTheClock: isByTheClock) { program in
            var options = ExplorationOptions()
            options.workers = workers
            func explore() -> SearchResult {
                let start = processorSeconds(RUSAGE_SELF)
                let report = Explorer(options, on: Fibers(), isCorrect: { _ in true }, program: program.body)
                    .run(within: Budget(limit))
                let processor = processorSeconds(RUSAGE_SELF) - start
                return SearchResult(
                    count: report.executions + report.redundant,
                    seconds: isByTheClock ? Double(report.elapsedNs) / 1e9 : processor,
                    end: report.isComplete ? .finished : .unfinished)
            }
            let first = explore()
            return first.seconds < 0.1 ? explore() : first
        }
    }

    /// A program that has them all, and answers with executions, nanoseconds and the end.
    static func answering(_ name: String, _ path: String, isByTheClock: Bool = false) -> Self {
        Self(name: name, isByTheClock: isByTheClock) { program in
            // Its end is waited for: its time must not become that of the next process.
            let lines = try Peer(path, [program.name, String(limit.components.seconds)])?.lines(
                within: limit * 2)
            guard let words = lines?.last?.split(separator: " "), words.count == 3, let count = Int(words[0]),
                let nanoseconds = Double(words[1])
            else { throw BenchmarkError.noAnswer(program: path) }
            let ends: [Substring: SearchResult.End] = [
                "finished": .finished, "stopped": .stoppedAtDeadlock, "unfinished": .unfinished,
            ]
            guard let end = ends[words[2]] else { throw BenchmarkError.noAnswer(program: path) }
            return SearchResult(count: count, seconds: nanoseconds / 1e9, end: end)
        }
    }

    /// A program that is started for each search. What it counts stands in its output, in lines that have some words;
    /// if there are several, they are added.
    static func process(
        _ name: String, counts: String = "executions", words: [String],
        command: @escaping (ExploredProgram) -> (path: String, arguments: [String])
    ) throws -> Self {
        func once(_ program: ExploredProgram) throws -> SearchResult {
            let (path, arguments) = command(program)
            let start = processorSeconds(RUSAGE_CHILDREN)
            let lines = try Peer(path, arguments)?.lines(within: limit)
            let seconds = processorSeconds(RUSAGE_CHILDREN) - start
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

/// The processor's time that this process took, or those that it started and that have ended.
private func processorSeconds(_ who: __rusage_who) -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(who.rawValue), &usage)
    return [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
}
