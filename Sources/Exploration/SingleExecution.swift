import CooperativeEngine
import Threading
import Tracing

/// A program as an execution runs it, and how the execution ended.
struct SingleExecution {
    /// What the main thread runs.
    let body: @Sendable () throws -> Void
    private let result = Locked<Result<Int, any Error>?>(nil)

    init(_ program: @escaping @Sendable () throws -> Int) {
        body = { [result] in
            let outcome = Result { try program() }
            result.withLock { $0 = outcome }
            _ = try outcome.get()
        }
    }

    /// Runs the program on an engine of its own; nil if that has no memory.
    func run(on engine: CooperativeEngine) -> ExecutionEnd<Int>? {
        do { try engine.start(body) } catch { return nil }
        let end = engine.wait(for: .seconds(60))
        engine.stop()
        _ = engine.trace()
        return self.end(end)
    }

    /// How an execution ended whose run came to this end.
    func end(_ end: RunEnd) -> ExecutionEnd<Int> {
        let result = result.withLock { $0.take() }
        switch (end, result) {
        case (.finished, .success(let outcome)): return .completed(outcome)
        case (.finished, .failure(let error)): return .failed(String(describing: error))
        case (.finished, nil): preconditionFailure("an execution has finished, but its main thread has not")
        case (.cycle, _), (.quiescent, _): return .deadlocked
        case (.timedOut, _), (.cancelled, _), (.givenUp, _): return .tooLong
        }
    }
}
