/// Something for a pool's worker to do. A class, so that queueing one costs a single allocation.
package class PoolJob: @unchecked Sendable {  // subclasses hold constants only
    package func run() {}
    package func cancel() {}
}

/// A function without a result.
package final class PlainJob: PoolJob, @unchecked Sendable {  // a constant
    private let body: @Sendable () -> Void

    package init(_ body: @escaping @Sendable () -> Void) { self.body = body }

    package override func run() { body() }
}

/// A function whose result goes into a future.
final class FutureJob<Value: Sendable>: PoolJob, @unchecked Sendable {  // constants
    let future: Future<Value>
    private let task: @Sendable () throws -> Value

    init(name: String?, _ task: @escaping @Sendable () throws -> Value) {
        future = Future(name: name)
        self.task = task
    }

    override func run() {
        do {
            guard try future.begin(file: nowhere, line: 0) else { return }
            try future.finish(Result { try task() }, file: nowhere, line: 0)
        } catch {
            preconditionFailure("a pool's own future was completed by somebody else: \(error)")
        }
    }

    override func cancel() { future.cancel(file: nowhere, line: 0) }
}
