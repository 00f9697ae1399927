import CThreading
import Glibc

/// A running thread of the operating system. It must be joined or detached.
public struct OSThread: ~Copyable {
    private let handle: pthread_t

    /// What a thread's stack has unless it asks for another size, in bytes.
    public static let usualStackSize = 512 * 1024

    /// Starts a thread that runs `body`.
    ///
    /// - Parameters:
    ///   - name: what `ps -L` and debuggers show, cut to the kernel's 15 bytes.
    ///   - stackSize: in bytes.
    /// - Throws: `ThreadError.refusedBySystem` if the system starts no more threads.
    public static func start(
        named name: String, stackSize: Int = usualStackSize, _ body: @escaping @Sendable () -> Void
    ) throws(ThreadError) -> OSThread {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, stackSize)
        let start = Unmanaged.passRetained(Start(name: name, body: body))
        var handle = pthread_t()
        let code = pthread_create(&handle, &attributes, { Start.run($0) }, start.toOpaque())
        guard code == 0 else {
            start.release()
            throw .refusedBySystem(thread: name, reason: String(cString: strerror(code)))
        }
        return OSThread(handle: handle)
    }

    /// The number by which the kernel knows the calling thread.
    public static var currentID: Int { Int(lockstep_gettid()) }

    /// Blocks until the thread has ended, and gives back all that the system kept for it.
    public consuming func join() { pthread_join(handle, nil) }

    /// Lets the thread end by itself.
    public consuming func detach() { pthread_detach(handle) }

    private final class Start {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }

        static func run(_ start: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
            guard let start else { return nil }
            // Taken over here, so that the body and all it holds is gone before the thread is.
            let taken = Unmanaged<Start>.fromOpaque(start).takeRetainedValue()
            lockstep_set_thread_name(taken.name)
            taken.body()
            return nil
        }
    }
}
