import Glibc
public import Threading

/// An HTTP/1.1 server whose handlers run on a `ThreadPool`.
///
/// libmicrohttpd reads requests and writes responses on one thread of the server's; a complete request goes to the
/// pool, and if the pool's queue is full it is answered with 503 at once. A server runs once.
public final class Server: Sendable {
    private enum Stage {
        case new
        case failed(ServerError)
        case listening(EventLoop, port: UInt16)
        /// The server's thread has done its last work, and is to be joined by one of those who wait for it.
        case ended(pthread_t)
        case joining
        case stopped
    }

    private let configuration: Configuration
    private let pool: ThreadPool
    private let handler: Handler
    private let stage = Monitor(Stage.new)

    /// A server that answers with `handler`. The pool stays the caller's: the server never shuts it down.
    public init(configuration: Configuration = Configuration(), pool: ThreadPool, handler: @escaping Handler)
    {
        self.configuration = configuration
        self.pool = pool
        self.handler = handler
    }

    /// A server that answers with the router's handlers.
    public convenience init(configuration: Configuration = Configuration(), pool: ThreadPool, router: Router)
    {
        self.init(configuration: configuration, pool: pool) { try router.reply(to: $0) }
    }

    /// Starts the server, and blocks until it is stopped.
    ///
    /// - Throws: whatever `start()` throws.
    public func run() throws(ServerError) {
        try start()
        waitUntilStopped()
    }

    /// Starts to listen and to serve; returns as soon as clients can connect.
    ///
    /// Raises the process's soft limit of open files to fit `connectionLimit`.
    ///
    /// - Throws: `cannotListen` with address and reason, `invalidHost`, `cannotStart`; `alreadyStarted` or `stopped`
    ///   if it is not the first call.
    public func start() throws(ServerError) {
        let failure = stage.update { stage -> ServerError? in
            switch stage {
            case .new: break
            case .failed, .listening: return .alreadyStarted
            case .ended, .joining, .stopped: return .stopped
            }
            do throws(ServerError) {
                stage = try launch()
                return nil
            } catch {
                stage = .failed(error)
                return error
            }
        }
        if let failure { throw failure }
    }

    /// Blocks until clients can connect, and tells the port, which matters when port 0 was asked for.
    ///
    /// - Throws: what `start()` threw on whichever thread; `stopped` if the server stopped meanwhile.
    @discardableResult
    public func waitUntilListening() throws(ServerError) -> UInt16 {
        let result = stage.wait { stage -> Result<UInt16, ServerError>? in
            switch stage {
            case .new: nil
            case .failed(let error): .failure(error)
            case .listening(_, let port): .success(port)
            case .ended, .joining, .stopped: .failure(.stopped)
            }
        }
        guard let result else { throw .stopped }
        return try result.get()
    }

    /// Stops the server, and blocks until it has stopped.
    ///
    /// New connections are refused from now on; requests that have begun are answered, and the connection closed
    /// after. What is not answered within `timeout` is cut off; answers that come later are dropped. Handlers that
    /// still run are not interrupted. A handler that calls it waits for itself until the timeout.
    ///
    /// - Parameter timeout: how long to wait for requests under way; zero cuts them off.
    public func stop(timeout: Duration = .seconds(10)) {
        let loop = stage.update { stage -> EventLoop? in
            switch stage {
            case .new: stage = .stopped
            case .listening(let loop, _): return loop
            case .failed, .ended, .joining, .stopped: break
            }
            return nil
        }
        loop?.mailbox.post(Stop(by: Deadline(after: timeout)))
        waitUntilStopped()
    }

    /// Blocks until the server has stopped, or has failed to start.
    public func waitUntilStopped() {
        let thread = stage.wait { stage -> pthread_t?? in
            switch stage {
            case .new, .listening, .joining: return nil
            case .failed, .stopped: return .some(nil)
            case .ended(let thread):
                stage = .joining
                return thread
            }
        }
        guard case .some(.some(let thread)) = thread else { return }
        pthread_join(thread, nil)
        stage.update { $0 = .stopped }
    }

    private func launch() throws(ServerError) -> Stage {
        let socket = try ListeningSocket(
            host: configuration.host, port: configuration.port, backlog: configuration.backlog)
        let port = socket.port
        OpenFileLimit.makeRoom(for: configuration.connectionLimit)
        let loop = try EventLoop(socket, configuration, pool, handler)
        try startThread { [self] in
            loop.run()
            stage.update { $0 = .ended(pthread_self()) }
        }
        return .listening(loop, port: port)
    }
}

/// Starts a thread that runs `body` and takes no signals: they are for threads that know what to do about them, and
/// SIGPIPE for none.
private func startThread(_ body: @escaping @Sendable () -> Void) throws(ServerError) {
    let context = Unmanaged.passRetained(ThreadBody(body))
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    var thread = pthread_t()
    let failure = pthread_create(&thread, nil, runThread, context.toOpaque())
    pthread_sigmask(SIG_SETMASK, &before, nil)
    guard failure == 0 else {
        context.release()
        throw .cannotStart(reason: systemError(failure))
    }
}

private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

private let runThread: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
    if let context { Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().run() }
    return nil
}
