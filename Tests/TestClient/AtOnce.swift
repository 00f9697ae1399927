import Glibc
import Synchronization

/// Runs `body` on that many threads at once, and gives what each returned, in the order of their numbers. The threads
/// are the system's own: what is tested is not what tests it.
package func atOnce<Output: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (Int) throws -> Output
) throws -> [Output] {
    let results = Results<Output>(count)
    let threads = (0..<count).map { number in
        var thread = pthread_t()
        let context = Unmanaged.passRetained(Work { results.set(number, Result { try body(number) }) })
        let failure = pthread_create(&thread, nil, runWork, context.toOpaque())
        precondition(failure == 0, "pthread_create: \(failure)")
        return thread
    }
    for thread in threads { pthread_join(thread, nil) }
    return try results.all.map { try $0.get() }
}

private final class Results<Output: Sendable>: Sendable {
    private let slots: Mutex<[Result<Output, any Error>?]>

    init(_ count: Int) { slots = Mutex(Array(repeating: nil, count: count)) }

    func set(_ index: Int, _ result: Result<Output, any Error>) { slots.withLock { $0[index] = result } }

    var all: [Result<Output, any Error>] { slots.withLock { $0.compactMap { $0 } } }
}

private final class Work: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

private let runWork: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
    if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run() }
    return nil
}
