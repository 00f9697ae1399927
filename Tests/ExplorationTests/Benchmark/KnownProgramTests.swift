import Exploration
import FiberEngine
import Glibc
import Scheduling
import Testing

/// Programs that are known for their bugs.
@Suite struct `a known program` {
    /// How many executions a row of the table has at most; `LOCKSTEP_TABLE` says it, and without it there is no table.
    static let executions = getenv("LOCKSTEP_TABLE").flatMap { Int(String(cString: $0)) }

    @Test(arguments: KnownProgram.small)
    func `fails under exhaustive search and brute force, and within two preemptions`(program: KnownProgram) {
        for method in [Method.exhaustive, .bruteForce, .bounded] {
            #expect(method.firstWrongEnd(of: program, seed: 1, atMost: 100_000) != nil, "\(method)")
        }
    }

    @Test(arguments: KnownProgram.small)
    func `is proved when it is repaired`(program: KnownProgram) {
        let report = Method.exhaustive.explore(program, isFixed: true, seed: 1, atMost: 100_000)
        #expect(report.verdict == .proved, "\(report.outcomes.map(\.ending)) \(report.cuts)")
    }

    @Test(.enabled(if: executions != nil))
    func `fails in how many executions, in a table`() {
        print("| program | " + Method.allCases.map(\.rawValue).joined(separator: " | ") + " |")
        print("|---|" + Method.allCases.map { _ in "---:|" }.joined())
        for program in KnownProgram.all {
            let cells = Method.allCases.map { $0.cell(of: program, atMost: Self.executions ?? 1) }
            print("| \(program.name) | " + cells.joined(separator: " | ") + " |")
        }
    }
}
