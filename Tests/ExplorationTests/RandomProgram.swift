import Events
import LockstepTestKit
import Threading

/// A small program from a seed: a few threads, each of a few operations on objects that they share.
struct RandomProgram: CustomStringConvertible {
    let threads: [[Operation]]
    /// Whether nobody waits for the last thread.
    let hasDaemon: Bool
    /// Whether each operation is on a line of its own.
    var hasLines = false

    enum Operation: Sendable {
        case read(Int), write(Int, Int), add(Int)
        case acquire(Int, isTimed: Bool), tryAcquire(Int), release(Int)
        case reacquire(isTimed: Bool), rerelease
        case acquirePermit(isTimed: Bool), releasePermit
        case wait(isTimed: Bool), set, clear, isSet
        case put(Int, isTimed: Bool), get(isTimed: Bool), count, shutdown
        case waitForNotification(isTimed: Bool), notify(Int), notifyAll
        case countDown, awaitLatch(isTimed: Bool), missing
        case load, store(Int), exchange(Int), compareExchange(Int, Int), increment
    }

    /// - Parameter kind: what it is about in any case; nil for whatever comes.
    init(seed: UInt64, hasDaemon: Bool = false, about kind: ObjectKind? = nil) {
        self.hasDaemon = hasDaemon
        var generator = SplitMix64(seed: seed)
        let count = Int.random(in: 2...4, using: &generator)
        let length = count == 2 ? 4 : 2
        // A program is about few kinds of objects, so that its threads meet.
        let kinds =
            Self.families.shuffled(using: &generator).prefix(Int.random(in: 1...2, using: &generator))
            + (kind.map { [Self.operations(on: $0)] } ?? [])
        threads = (0..<count).map { _ in
            (0..<Int.random(in: 1...length, using: &generator)).map { _ in
                kinds.randomElement(using: &generator)?.randomElement(using: &generator) ?? .set
            }
        }
    }

    /// What threads do to objects of one kind; the compiler asks about every kind.
    private static func operations(on kind: ObjectKind) -> [Operation] {
        switch kind {
        case .variable: [.read(0), .read(1), .write(0, 1), .write(0, 2), .write(1, 1), .add(0), .add(1)]
        case .lock:
            [
                .acquire(0, isTimed: false), .acquire(0, isTimed: true), .acquire(1, isTimed: false),
                .release(0), .release(1), .tryAcquire(0), .add(0),
            ]
        case .rlock: [.reacquire(isTimed: false), .reacquire(isTimed: true), .rerelease, .add(0)]
        case .semaphore:
            [.acquirePermit(isTimed: false), .acquirePermit(isTimed: true), .releasePermit, .releasePermit]
        case .event: [.wait(isTimed: false), .wait(isTimed: true), .set, .clear, .isSet]
        case .queue:
            [
                .put(1, isTimed: false), .put(2, isTimed: true), .get(isTimed: false), .get(isTimed: true),
                .count, .shutdown,
            ]
        case .condition:
            [
                .waitForNotification(isTimed: false), .waitForNotification(isTimed: true), .notify(1),
                .notifyAll,
            ]
        case .latch:
            [.countDown, .countDown, .awaitLatch(isTimed: false), .awaitLatch(isTimed: true), .missing]
        case .atomic:
            [.load, .store(1), .exchange(2), .compareExchange(0, 1), .compareExchange(1, 0), .increment]
        // One action of these is several steps, or starts a thread: programs of them are too large for the oracle, and
        // their specifications explore small ones. A thread's life is in every program.
        case .barrier, .future, .pool, .timer, .thread: []
        }
    }

    private static let families = ObjectKind.allCases.map(operations).filter { !$0.isEmpty }

    var description: String { threads.map { "\($0)" }.joined(separator: "\n") }

    /// Runs the program, and says what each thread saw that is waited for, and what is left if nobody is at work still.
    @Sendable func run() throws -> [[Int]] {
        let objects = try Objects()
        let seen = threads.map { _ in Seen() }
        let bodies = zip(threads, seen).enumerated().map { thread, doings in
            { @Sendable () throws -> Void in
                for (place, operation) in doings.0.enumerated() {
                    if hasLines {
                        let line = UInt(10 * thread + place)
                        Thread.current.position = SourceLine(file: "program", line: line)
                    }
                    doings.1.values.append(try objects.perform(operation))
                }
            }
        }
        guard hasDaemon else {
            try runAll(bodies)
            return try seen.map(\.values) + [objects.variables.map(\.finalValue) + [objects.atomic.load()]]
        }
        if let last = bodies.last { try Thread(daemon: true, last).start() }
        try runAll(bodies.dropLast())
        return seen.dropLast().map(\.values)
    }
}

/// What one thread saw. Only that thread touches it, and whoever has joined it.
private final class Seen: @unchecked Sendable {
    var values: [Int] = []
}

/// What the threads share.
private final class Objects: Sendable {
    let variables = [Shared(0), Shared(0)]
    let locks = [Lock(), Lock()]
    let rlock = RLock()
    let semaphore = Semaphore()
    let event = Event()
    let queue = Queue<Int>(capacity: 1)
    let condition = Condition(Lock())
    let atomic = Atomic(0)
    let latch: CountDownLatch

    init() throws { latch = try CountDownLatch(2) }

    func perform(_ operation: RandomProgram.Operation) throws -> Int {
        let soon = Duration.milliseconds(1)
        switch operation {
        case .read(let index): return try variables[index].read()
        case .write(let index, let value): try variables[index].write(value)
        case .add(let index): try variables[index].write(variables[index].read() + 1)
        case .acquire(let index, let isTimed):
            return try locks[index].acquire(timeout: isTimed ? soon : nil) ? 1 : 0
        case .tryAcquire(let index): return try locks[index].tryAcquire() ? 1 : 0
        // Whoever holds it: a release that finds it free is refused, and that is seen.
        case .release(let index): return (try? locks[index].release()) == nil ? 0 : 1
        case .reacquire(let isTimed): return try rlock.acquire(timeout: isTimed ? soon : nil) ? 1 : 0
        case .rerelease: return (try? rlock.release()) == nil ? 0 : 1
        case .acquirePermit(let isTimed):
            return try semaphore.acquire(timeout: isTimed ? soon : nil) ? 1 : 0
        case .releasePermit: semaphore.release()
        case .wait(let isTimed): return try event.wait(timeout: isTimed ? soon : nil) ? 1 : 0
        case .countDown: latch.countDown()
        case .awaitLatch(let isTimed): return try latch.wait(timeout: isTimed ? soon : nil) ? 1 : 0
        case .missing: return latch.count
        case .load: return try atomic.load()
        case .store(let value): try atomic.store(value)
        case .exchange(let value): return try atomic.exchange(value)
        case .compareExchange(let expected, let desired):
            let (isExchanged, original) = try atomic.compareExchange(expected: expected, desired: desired)
            return isExchanged ? 10 + original : original
        case .increment: return try atomic.wrappingAdd(1).oldValue
        case .set: event.set()
        case .clear: event.clear()
        case .isSet: return event.isSet ? 1 : 0
        case .put(let value, let isTimed):
            do { try queue.put(value, timeout: isTimed ? soon : nil) } catch { return try refusal(error) }
        case .get(let isTimed):
            do { return try queue.get(timeout: isTimed ? soon : nil) } catch { return try refusal(error) }
        case .count: return queue.count
        case .shutdown: queue.shutdown()
        case .waitForNotification(let isTimed):
            return try condition.withLock { try condition.wait(timeout: isTimed ? soon : nil) ? 1 : 0 }
        case .notify(let count): try condition.withLock { try condition.notify(count) }
        case .notifyAll: try condition.withLock { try condition.notifyAll() }
        }
        return 0
    }

    private func refusal(_ error: QueueError) throws -> Int {
        switch error {
        case .full, .empty: return -1
        case .shutDown: return -2
        case .allDone, .interrupted: throw error
        }
    }
}
