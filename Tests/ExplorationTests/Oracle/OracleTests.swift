import Events
import Exploration
import LockstepTestKit
import Scheduling
import Testing
import Threading

/// Small random programs, explored with reduction and by brute force.
@Suite struct `the reduced search` {
    @Test func `ends as brute force does, for every outcome and deadlock of random programs`() {
        _ = Survey("programs of all kinds", of: Survey.count) { RandomProgram(seed: $0) }
    }

    /// So that there are enough about each kind.
    @Test(arguments: ObjectKind.allCases)
    func `ends as brute force does, whatever the programs are about`(kind: ObjectKind) {
        _ = Survey("programs about a \(kind)", of: Survey.count / 8) { RandomProgram(seed: $0, about: kind) }
    }

    /// Only the ends, as the executions may differ in what a daemon did that nobody noticed.
    @Test func `ends as brute force does if nobody waits for one of the threads`() {
        _ = Survey("programs with a daemon", of: Survey.count / 2) {
            RandomProgram(seed: $0, hasDaemon: true)
        }
    }

    /// One thread works in a loop that another ends; with a limit of steps that not all executions reach their ends in.
    @Test func `ends as brute force does where executions are cut`() {
        let survey = Survey("programs that are cut", of: Survey.count / 2, stepLimit: 10) {
            RandomProgram(looping: $0, in: RandomOperation.workingLoops)
        }
        #expect(survey.cut > survey.compared / 2)
    }

    /// One thread waits in a loop for what another does.
    @Test func `ends as brute force does where threads are held back`() {
        let survey = Survey("programs that wait in a loop", of: Survey.count / 2, stepLimit: 40) {
            RandomProgram(looping: $0, in: RandomOperation.waitingLoops)
        }
        #expect(survey.heldBack > survey.compared / 4)
    }

    /// What a daemon had yet to do when the last other thread ended was never tried earlier.
    @Test func `sees what a daemon does before others end, step by step`() {
        let report = explore { () -> Int in
            let (own, shared) = (Shared(0), Shared(0))
            let seen = Shared(-1)
            try Thread(daemon: true) {
                try own.write(1)
                try own.write(2)
                try shared.write(1)
            }.start()
            try seen.write(shared.read())
            return seen.finalValue
        }
        #expect(report.endSet == [.completed(0), .completed(1)])
    }

    /// A branch that turned out not to be possible had kept others from being planned: three of the 28 classes were
    /// never seen.
    @Test func `sees every class of a program in which a planned step turns out not to be possible`() {
        let program: @Sendable () throws -> Int = {
            let event = Event()
            try runAll([
                {
                    try event.wait()
                    event.set()
                },
                {
                    event.clear()
                    event.clear()
                },
                {
                    event.clear()
                    try event.wait(timeout: .milliseconds(1))
                },
            ])
            return 0
        }
        let reduced = explore(.exhaustive, seeksCauses: false, program)
        #expect(explore(.bruteForce, seeksCauses: false, program).classes == 28)
        #expect(reduced.classes == 28)
        #expect(reduced.executions == 28)
    }
}
