/// Who waits for the first of several futures: each of them, when it is done, puts itself into a queue.
final class Completions<Value: Sendable>: @unchecked Sendable {  // only the thread that waits has it
    private let arrivals = SimpleQueue<Arrival>()
    /// Those that have not arrived; nil in the places of the others.
    private var awaited: [Future<Value>?]
    private(set) var left: Int

    /// A future that is done, and which of them it is.
    private struct Arrival: Sendable, CustomStringConvertible {
        let future: Future<Value>
        let index: Int
        var description: String { future.name }
    }

    init(of futures: [Future<Value>]) {
        awaited = futures
        left = futures.count
        for (index, future) in futures.enumerated() {
            future.observe(for: arrivals) { [arrivals] in
                arrivals.put(Arrival(future: $0, index: index), file: nowhere, line: 0)
            }
        }
    }

    /// The next one that is done; nil if there are no more, or none was done in time.
    func next(
        within timeout: Duration?, file: StaticString, line: UInt
    ) throws(Interrupted) -> Future<Value>? {
        guard left > 0 else { return nil }
        do throws(QueueError) {
            let arrival = try arrivals.get(timeout: timeout, file: file, line: line)
            awaited[arrival.index] = nil
            left -= 1
            return arrival.future
        } catch .interrupted {
            throw .interrupted
        } catch {
            return nil
        }
    }

    /// Waits no longer: the futures that have not arrived forget it, so that who waits again and again leaves nothing behind.
    func leave() {
        for case let future? in awaited { future.forget(arrivals) }
    }
}
