import CMicroHTTPD
import Glibc

/// libmicrohttpd's daemon, in the mode in which it has no thread of its own: it works while `turn` is called.
///
/// Its own polling thread would do the same work, but every resumption of a connection would write to an eventfd
/// (100,000 system calls a second), and a batch of them could not be told from many. Run from here, a resumption is
/// two stores, all of libmicrohttpd's state belongs to one thread, and no callback races with a stop.
struct Daemon: ~Copyable {
    private let handle: OpaquePointer

    /// Starts the daemon; `loop` must outlive it, and gets its callbacks.
    init(_ socket: consuming ListeningSocket, _ configuration: Configuration, for loop: EventLoop)
        throws(ServerError)
    {
        var settings = lockstep_mhd_settings()
        settings.listen_socket = socket.descriptor.number
        settings.connection_limit = UInt32(clamping: configuration.connectionLimit)
        settings.connections_per_address = UInt32(clamping: configuration.connectionLimitPerAddress ?? 0)
        settings.idle_timeout_seconds = UInt32(
            clamping: configuration.idleTimeout.map { max(1, $0.components.seconds) } ?? 0)
        settings.connection_memory = configuration.connectionMemory
        settings.context = Unmanaged.passUnretained(loop).toOpaque()
        settings.connection_changed = connectionChanged
        settings.request_line = requestLine
        settings.request_part = requestPart
        settings.request_completed = requestCompleted
        guard let handle = lockstep_mhd_start(&settings) else {
            throw .cannotStart(reason: "libmicrohttpd refused its settings, or memory is short")
        }
        _ = socket.release()
        self.handle = handle
    }

    deinit { MHD_stop_daemon(handle) }

    /// Closes all connections. None may be suspended.
    consuming func stop() {}

    /// Readable when there is something to do.
    var descriptor: Int32 { lockstep_mhd_epoll_descriptor(handle) }

    /// Milliseconds until it wants a turn although nothing is readable; -1: not by itself.
    var timeout: Int { Int(lockstep_mhd_timeout(handle)) }

    /// Does what there is to do, without waiting.
    func turn() { MHD_run(handle) }

    /// Accepts no further connection. The listening socket is closed, so that clients are refused, not kept waiting.
    /// To be called once: libmicrohttpd would name the same descriptor again, which may be another's by then.
    func quiesce() {
        let socket = MHD_quiesce_daemon(handle)
        if socket >= 0 { close(socket) }
    }
}

// libmicrohttpd calls these on the thread that gives the daemon its turn.

private let connectionChanged: MHD_NotifyConnectionCallback = { context, handle, slot, change in
    guard let context, let handle, let slot else { return }
    if change == .CONNECTION_NOTIFY_STARTED {
        let loop = Unmanaged<EventLoop>.fromOpaque(context).takeUnretainedValue()
        slot.pointee = Unmanaged.passRetained(loop.open(handle)).toOpaque()
    } else if let connection = slot.pointee {
        slot.pointee = nil
        Unmanaged<Connection>.fromOpaque(connection).takeRetainedValue().closed()
    }
}

private let requestLine:
    @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>?, OpaquePointer?) ->
        UnsafeMutableRawPointer? = {
            _, target, handle in
            if let target { connection(of: handle)?.begin(target: target) }
            return nil
        }

private let requestPart: MHD_AccessHandlerCallback = { _, handle, _, method, version, bytes, count, _ in
    guard let connection = connection(of: handle), let method, let version, let count else { return .NO }
    let body = bytes.map { UnsafeRawBufferPointer(start: $0, count: count.pointee) }
    count.pointee = 0
    return connection.receive(method: method, version: version, body: body) ? .YES : .NO
}

private let requestCompleted: MHD_RequestCompletedCallback = { _, handle, _, _ in
    connection(of: handle)?.requestCompleted()
}

private func connection(of handle: OpaquePointer?) -> Connection? {
    guard let handle, let context = lockstep_mhd_connection_context(handle) else { return nil }
    return Unmanaged<Connection>.fromOpaque(context).takeUnretainedValue()
}
