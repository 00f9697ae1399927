/// Something for a pool's worker to do. A class, so that queueing one costs a single allocation.
@usableFromInline
package class PoolJob: @unchecked Sendable {  // subclasses hold constants only
    @usableFromInline
    init() {}

    @usableFromInline
    package func run() {}
    @usableFromInline
    package func cancel() {}
    /// Tells whoever waits for it that it will not be done.
    @usableFromInline
    package func fail(_ error: PoolError) {}
}

/// A function without a result.
package final class PlainJob: PoolJob, @unchecked Sendable {  // a constant
    private let body: @Sendable () -> Void

    package init(_ body: @escaping @Sendable () -> Void) { self.body = body }

    package override func run() { body() }
}

/// A function whose result goes into a future. Not generic: a method that a subclass overrides is compiled once for
/// all types, a closure for the type that it is made for.
@usableFromInline
final class FutureJob: PoolJob, @unchecked Sendable {  // a constant
    @usableFromInline enum Call { case run, cancel, fail(any Error) }

    private let body: @Sendable (Call) -> Void

    @usableFromInline
    init(body: @escaping @Sendable (Call) -> Void) { self.body = body }

    @inlinable
    convenience init<Value>(for future: Future<Value>, _ task: @escaping @Sendable () throws -> Value) {
        self.init { call in
            switch call {
            case .run:
                do {
                    guard try future.begin(file: nowhere, line: 0) else { return }
                    try future.finish(Result { try task() }, file: nowhere, line: 0)
                } catch {
                    // Whoever holds the future may begin or finish it, too: then that stands.
                    UncaughtError.report(error, from: .worker(future: future.name))
                }
            case .cancel: future.cancel(file: nowhere, line: 0)
            // It may be done: cancelled, or finished by whoever holds it.
            case .fail(let error): try? future.finish(.failure(error), file: nowhere, line: 0)
            }
        }
    }

    @usableFromInline
    package override func run() { body(.run) }
    @usableFromInline
    package override func cancel() { body(.cancel) }
    @usableFromInline
    package override func fail(_ error: PoolError) { body(.fail(error)) }
}
