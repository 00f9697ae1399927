import Foundation

/// How long it takes to explore a program exhaustively, beside other model checkers.
///
/// They do not do the same work. Lockstep, Nidhugg and GenMC make an execution for each class of interleavings; Relacy
/// makes one for each interleaving, and loom for nearly as many, and both end at the first deadlock; SPIN makes none, but visits states. So what is
/// compared is the time until all is known.
struct ExplorationBenchmark {
    /// What cannot be told from the noise of a process's start, in seconds.
    private static let resolution = 0.001
    private static let rounds = 5
    /// What takes longer is searched once, in seconds.
    private static let long = 1.0
    private let searchers: [Searcher]

    init(_ options: Options) throws {
        let folder = try options.path("explored")
        var searchers = [
            Searcher.lockstep("Lockstep", workers: 1),
            .lockstep("Lockstep, by the clock", workers: 1, isByTheClock: true),
            .lockstep("Lockstep, 2 workers, by the clock", workers: 2, isByTheClock: true),
        ]
        var missing: [String] = []
        func add(_ name: String, if path: String?, _ peers: (String) throws -> [Searcher]) throws {
            guard let path, FileManager.default.isExecutableFile(atPath: path) else {
                return missing.append(name)
            }
            searchers += try peers(path)
        }
        try add("SPIN", if: "\(folder)/\(ExploredProgram.nothing.name)/pan") { _ in
            try [("SPIN", "pan"), ("SPIN, no reduction", "pan-full")].map { name, pan in
                try .process(name, counts: "states", words: ["states, stored"]) {
                    ("\(folder)/\($0.name)/\(pan)", ["-c0", "-w16", "-m1000"])
                }
            }
        }
        try add("Relacy", if: "\(folder)/relacy") { [.answering("Relacy, full search", $0)] }
        try add("loom", if: "\(folder)/loom") { [.answering("loom, by the clock", $0, isByTheClock: true)] }
        try add("Nidhugg", if: options.find("nidhugg")) { path in
            try ["optimal", "source"].map { algorithm in
                try .process("Nidhugg, \(algorithm)", words: ["race count:"]) {
                    (path, ["--sc", "--\(algorithm)", "--keep-going", "\(folder)/\($0.name)/nidhugg.ll"])
                }
            }
        }
        try add("GenMC", if: options.find("genmc")) { path in
            let words = ["Number of complete executions explored", "Number of blocked executions seen"]
            return try [
                .process("GenMC", words: words) {
                    (
                        path,
                        [
                            "--sc", "--disable-estimation", "--input-from-bitcode-file",
                            "\(folder)/\($0.name)/genmc.ll",
                        ]
                    )
                }
            ]
        }
        self.searchers = searchers
        for name in missing { print("Not on this machine: \(name).") }
        for searcher in searchers {
            guard let start = searcher.start else { continue }
            print(
                "\(searcher.name) is timed as a process, less \(shown(start)) to start.")
        }
        print(
            "The others are timed inside of their processes. Times are the processor's, unless told to be the clock's.\n"
        )
    }

    func run() throws { for program in ExploredProgram.all { try compare(program) } }

    /// Has everyone search in turn; prints medians.
    private func compare(_ program: ExploredProgram) throws {
        var results = [[SearchResult]](repeating: [], count: searchers.count)
        for round in 0...Self.rounds {
            for (index, searcher) in searchers.enumerated() {
                if let last = results[index].last, last.seconds > Self.long { continue }
                // The first round warms up.
                if round == 1 { results[index] = [] }
                results[index].append(try searcher.search(program))
            }
        }
        let medians = results.map { $0.sorted { $0.seconds < $1.seconds }[$0.count / 2] }
        var table = Table(columns: [program.title, "executions", "time", "a second", "Lockstep is"])
        for (searcher, result) in zip(searchers, medians) {
            table.add([searcher.name] + cells(searcher, result, own: medians[0]))
        }
        print(table)
        fflush(nil)
    }

    private func cells(_ searcher: Searcher, _ result: SearchResult, own: SearchResult) -> [String] {
        let count = result.count.map { "\($0)\(searcher.counts == "states" ? " states" : "")" } ?? "?"
        let time = shown(result.seconds)
        let ratio = times(result.seconds / own.seconds)
        guard searcher.start == nil || result.seconds >= Self.resolution else {
            return [
                count, "< \(shown(Self.resolution))", "", "at most \(times(Self.resolution / own.seconds))",
            ]
        }
        let rate = result.count.map { String(format: "%.0f", Double($0) / result.seconds) } ?? ""
        switch result.end {
        case .finished:
            return [count, time, rate, searcher.name.hasPrefix("Lockstep") ? "" : ratio]
        case .stoppedAtDeadlock: return ["\(count), to a deadlock", time, rate, "at least \(ratio)"]
        case .unfinished: return ["\(count), not finished", time, rate, "at least \(ratio)"]
        }
    }

    private func times(_ ratio: Double) -> String {
        String(format: ratio < 1 ? "%.2f x as fast" : ratio < 10 ? "%.1f x as fast" : "%.0f x as fast", ratio)
    }

    private func shown(_ seconds: Double) -> String {
        seconds < 1 ? String(format: "%.3f ms", seconds * 1e3) : String(format: "%.1f s", seconds)
    }
}
