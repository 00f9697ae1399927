import CThreading
import Exploration
import Scenarios
import Threading
import Tracing

/// Runs a scenario again and again on a real engine, one run after another, and looks how each ends.
struct RealRuns {
    let prepared: PreparedRun
    let limits: Limits
    /// How long all may take together.
    let time: Duration

    /// Makes the runs that a comparison wants, and tells the end of each: nil if it came to none in time.
    func make(
        for comparison: Comparison, until isCancelled: () -> Bool, each: (ExecutionEnd<AnyOutcome>?) -> Void
    ) {
        let deadline = lockstep_monotonic_ns() + time.nanoseconds
        var seeds = SplitMix64(seed: UInt64(comparison.seed))
        for _ in 0..<comparison.wanted {
            let left = deadline - lockstep_monotonic_ns()
            if left <= 0 || isCancelled() { return }
            let carrier = RunCarrier(
                comparison.engine, limits, seed: seeds.next(), chaos: comparison.chaos, schedule: nil,
                pauses: false)
            each(end(on: carrier.engine, within: min(.nanoseconds(left), limits.defaultTimeout)))
        }
    }

    private func end(on engine: any RunEngine, within timeout: Duration) -> ExecutionEnd<AnyOutcome>? {
        let ending = MainEnding()
        do {
            try engine.start { [prepared] in try ending.set(Result { try prepared.program() }) }
        } catch { return .failed(error.description) }
        let end = engine.wait(for: timeout)
        engine.stop()
        _ = engine.trace()
        switch (end, ending.result) {
        case (.finished, .success(let outcome)): return .completed(outcome)
        case (.finished, .failure(let error)): return .failed(String(describing: error))
        case (.cycle, _), (.quiescent, _): return .deadlocked
        case (.finished, nil), (.timedOut, _), (.cancelled, _), (.givenUp, _): return nil
        }
    }
}
