import CMicroHTTPD
import Glibc
import Synchronization

/// Something another thread wants the server's thread to do.
///
/// `@unchecked Sendable`: `next` belongs to the poster until the push, and then to whoever drains the mailbox.
class PostedTask: @unchecked Sendable {
    /// The address of the task posted before, as in `Mailbox.head`.
    fileprivate final var next: UInt = 0

    /// Runs on the server's thread.
    func perform(on loop: EventLoop) {}
}

/// How other threads reach the server's thread: a stack that many push to and one takes whole.
///
/// One compare-and-swap posts a task. The eventfd is written only by the one post that finds the server's thread
/// asleep: under load it is awake, finds a batch of finished responses when it comes round, and nobody makes a
/// system call. A lock would do as well were it never contended; here every worker meets the server's thread.
///
/// | head | means |
/// |---|---|
/// | 0 | empty, the server's thread is awake |
/// | `asleep` | empty, and it sleeps or is about to: who posts must ring |
/// | `closed` | nothing is taken any more |
/// | else | the address of the task posted last, linked to the ones before |
final class Mailbox: Sendable {
    // Addresses at which no object can be.
    private static let asleep: UInt = 1
    private static let closed: UInt = 2

    private let head = Atomic<UInt>(0)
    private let wakeup: Descriptor

    init() throws(ServerError) {
        let number = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard number >= 0 else { throw .cannotStart(reason: systemError()) }
        wakeup = Descriptor(number)
    }

    /// What to poll while asleep.
    var descriptor: Int32 { wakeup.number }

    /// Has the server's thread perform the task soon; drops it if there is no such thread any more.
    func post(_ task: PostedTask) {
        let retained = Unmanaged.passRetained(task)
        let pushed = UInt(bitPattern: retained.toOpaque())
        var seen = head.load(ordering: .acquiring)
        while true {
            if seen == Self.closed {
                retained.release()
                return
            }
            task.next = seen == Self.asleep ? 0 : seen
            // Releasing: who takes the task must see what its poster wrote into it.
            let (exchanged, original) = head.compareExchange(
                expected: seen, desired: pushed, successOrdering: .acquiringAndReleasing,
                failureOrdering: .acquiring)
            if exchanged { break }
            seen = original
        }
        if seen == Self.asleep {
            _ = eventfd_write(wakeup.number, 1)
        }
    }

    /// Takes all posted tasks, oldest first. Only for the server's thread.
    func drain(_ body: (PostedTask) -> Void) {
        guard head.load(ordering: .relaxed) != 0 else { return }
        run(head.exchange(0, ordering: .acquiringAndReleasing), body)
    }

    /// Announces sleep; false if there is something to do first. Only for the server's thread.
    func fallAsleep() -> Bool {
        head.compareExchange(expected: 0, desired: Self.asleep, ordering: .acquiringAndReleasing).exchanged
    }

    /// Resets the wake-up if it was signalled. Only for the server's thread.
    func silence() {
        var count: eventfd_t = 0
        _ = eventfd_read(wakeup.number, &count)
    }

    /// Takes nothing from now on, and drops what is there. Only for the server's thread.
    func close() {
        run(head.exchange(Self.closed, ordering: .acquiringAndReleasing)) { _ in }
    }

    private func run(_ taken: UInt, _ body: (PostedTask) -> Void) {
        guard taken != Self.asleep, taken != Self.closed else { return }
        var newest = taken
        var oldest: UInt = 0
        while let task = Self.task(at: newest)?.takeUnretainedValue() {
            let address = newest
            newest = task.next
            task.next = oldest
            oldest = address
        }
        while let task = Self.task(at: oldest)?.takeRetainedValue() {
            oldest = task.next
            body(task)
        }
    }

    private static func task(at address: UInt) -> Unmanaged<PostedTask>? {
        UnsafeRawPointer(bitPattern: address).map { Unmanaged.fromOpaque($0) }
    }
}
