import Glibc
import Synchronization
import Threading

/// The server's thread: libmicrohttpd's turns, and the posted tasks of other threads between them.
///
/// `@unchecked Sendable`: the constants are `Sendable`; the variables belong to the server's thread, which starts
/// after `init`.
final class EventLoop: @unchecked Sendable {
    private enum Stage {
        case serving
        /// Asked to stop.
        case stopping(by: Deadline)
        /// No new connections; requests under way may finish until then.
        case draining(until: Deadline)
    }

    let mailbox: Mailbox
    let application: Application
    let pool: ThreadPool
    let bodyLimit: Int
    let retryAfterSeconds: Int
    let observer: (any ServerObserver)?

    private var stage = Stage.serving
    private var connections: [ObjectIdentifier: Connection] = [:]
    private var requests = 0
    /// Requests that this turn has completed, and the pool does not have yet.
    private var batch: [Responder] = []
    private var daemon: Daemon?

    init(
        _ socket: consuming ListeningSocket, _ configuration: Configuration, _ pool: ThreadPool,
        _ handler: @escaping Handler
    )
        throws(ServerError)
    {
        mailbox = try Mailbox()
        application = Application(
            filters: configuration.filters, errorResponder: configuration.errorResponder, handler: handler)
        self.pool = pool
        bodyLimit = configuration.bodyLimit
        retryAfterSeconds = configuration.retryAfterSeconds
        observer = configuration.observer
        daemon = try Daemon(socket, configuration, for: self)
    }

    /// Serves until stopped. Called once.
    func run() {
        guard let daemon = daemon.take() else { return }
        while !isDone {
            // In this order: libmicrohttpd asks for no turn on account of a resumed connection.
            mailbox.drain { $0.perform(on: self) }
            daemon.turn()
            submitBatch()
            switch stage {
            case .serving: sleep(daemon, atMost: -1)
            case .stopping(let deadline):
                daemon.quiesce()
                stage = .draining(until: deadline)
            case .draining(let deadline):
                // The turn may have ended the last request, and then nothing would wake this thread.
                if !isDone { sleep(daemon, atMost: deadline.milliseconds) }
            }
        }
        // libmicrohttpd forbids stopping with suspended connections, and frees their handles: from here on nobody's
        // answer is taken.
        mailbox.close()
        for connection in connections.values { connection.resume() }
        daemon.stop()
    }

    /// Waits until libmicrohttpd, a posted task, or the deadline wants a turn.
    private func sleep(_ daemon: borrowing Daemon, atMost limit: Int) {
        let timeout = daemon.timeout
        guard timeout != 0, limit != 0, mailbox.fallAsleep() else { return }
        let shorter = timeout < 0 ? limit : limit < 0 ? timeout : min(timeout, limit)
        var descriptors = [
            pollfd(fd: daemon.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: mailbox.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        poll(&descriptors, 2, Int32(clamping: shorter))
        if descriptors[1].revents != 0 { mailbox.silence() }
    }
}

// All on the server's thread.
extension EventLoop {
    /// Whether connections are to be closed after the response at hand.
    var isStopping: Bool {
        if case .serving = stage { false } else { true }
    }

    private var isDone: Bool {
        guard case .draining(let deadline) = stage else { return false }
        return requests == 0 || deadline.milliseconds == 0
    }

    func stop(by deadline: Deadline) {
        stage = if case .draining = stage { .draining(until: deadline) } else { .stopping(by: deadline) }
    }

    func open(_ handle: OpaquePointer) -> Connection {
        let connection = Connection(handle, self)
        connections[ObjectIdentifier(connection)] = connection
        observer?.connectionOpened()
        return connection
    }

    func forget(_ connection: Connection) {
        connections[ObjectIdentifier(connection)] = nil
        observer?.connectionClosed()
    }

    func dispatch(_ responder: Responder) { batch.append(responder) }

    /// Gives the pool all of a turn's requests at once.
    ///
    /// One by one, as libmicrohttpd reads them, each would find its worker asleep again: reading a request takes
    /// longer than answering a small one, and waking a worker longer than both.
    private func submitBatch() {
        for responder in batch {
            do {
                try pool.execute { responder.serve() }
            } catch {
                var queueLimit: Int?
                if case .full(_, let limit) = error { queueLimit = limit }
                responder.fail(
                    HTTPFailure.overloaded(retryAfterSeconds: retryAfterSeconds, queueLimit: queueLimit))
            }
        }
        batch.removeAll(keepingCapacity: true)
    }

    func requestBegan() {
        requests += 1
        observer?.requestBegan()
    }

    func requestEnded() { requests -= 1 }
}

/// Ends the loop when the requests under way are finished, or at the deadline.
final class Stop: PostedTask, @unchecked Sendable {  // a constant
    private let deadline: Deadline

    init(by deadline: Deadline) { self.deadline = deadline }

    override func perform(on loop: EventLoop) { loop.stop(by: deadline) }
}
