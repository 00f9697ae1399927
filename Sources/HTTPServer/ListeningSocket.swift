import Glibc

/// A TCP socket that listens.
///
/// Made here rather than by libmicrohttpd, which reports a failure as a mere null.
struct ListeningSocket: ~Copyable {
    let descriptor: Descriptor
    /// The port, also if the kernel chose it.
    let port: UInt16

    init(host: String, port: UInt16, backlog: Int) throws(ServerError) {
        guard let address = SocketAddress(host: host == "localhost" ? "127.0.0.1" : host, port: port) else {
            throw .invalidHost(host)
        }
        func refuse() -> ServerError { .cannotListen(address: address.description, reason: systemError()) }
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let number = socket(address.family, kind, 0)
        guard number >= 0 else { throw refuse() }
        let descriptor = Descriptor(number)
        // Without it a restarted server waits until its predecessor's connections have left TIME_WAIT.
        var yes: Int32 = 1
        setsockopt(number, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout.size(ofValue: yes)))
        guard address.withPointer({ bind(number, $0, $1) }) == 0 else { throw refuse() }
        guard listen(number, Int32(clamping: backlog)) == 0 else { throw refuse() }
        guard let bound = SocketAddress(boundTo: number) else { throw refuse() }
        self.port = bound.port
        self.descriptor = descriptor
    }

    /// Gives the socket away: the caller closes it.
    consuming func release() -> Int32 { descriptor.release() }
}
