import CThreading
import Glibc
import Scheduling
import Threading

// What is told when a thread of the run takes the process down: by an index out of range, an overflow, a failed
// precondition, or a stack that is used up.
extension FiberEngine {
    /// Has it told from now on, as long as the calling thread carries the run.
    func tellTraps() {
        lockstep_traps_tell(
            { engine, _, address in
                guard let engine else { return }
                Unmanaged<FiberEngine>.fromOpaque(engine)._withUnsafeGuaranteedRef { engine in
                    let text = engine.lastWords(address)
                    text.withCString { _ = Glibc.write(STDERR_FILENO, $0, strlen($0)) }
                }
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Has nothing told any more.
    func tellTrapsNoMore() { lockstep_traps_tell(nil, nil) }

    /// Which thread it is, whether its stack is used up, and which schedule leads there.
    private func lastWords(_ address: UnsafeMutableRawPointer?) -> String {
        let name = turns.current?.threadName ?? "its supervisor"
        let hasOverflown = turns.current?.isBeyondStack(address) ?? false
        var text = "Lockstep: the process dies in \(name)"
        if hasOverflown { text += ", whose stack of \(Stack.size / 1_024) KiB is used up" }
        guard let scheduler else { return text + ".\n" }
        let schedule = Schedule(clock: clock, choices: choices, steps: scheduler.steps, digest: nil)
        return text
            + ". The schedule \(schedule) leads there: replay it, under a debugger for instance.\n"
    }
}
