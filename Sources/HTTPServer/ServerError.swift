/// Why a server does not run.
public enum ServerError: Error, Sendable, Equatable {
    /// The host is neither an address nor `localhost`.
    case invalidHost(String)
    /// The address cannot be listened on; the reason is the system's, such as "Address already in use".
    case cannotListen(address: String, reason: String)
    /// libmicrohttpd or the system refused to start what the server needs.
    case cannotStart(reason: String)
    /// The server was started before; it runs once.
    case alreadyStarted
    /// The server has stopped, or was stopped before it was started.
    case stopped
}

extension ServerError: CustomStringConvertible {
    /// A sentence that names the address and the reason.
    public var description: String {
        switch self {
        case .invalidHost(let host): "\(host.debugDescription) is neither an IP address nor localhost."
        case .cannotListen(let address, let reason): "Cannot listen on \(address): \(reason)."
        case .cannotStart(let reason): "Cannot start the server: \(reason)."
        case .alreadyStarted: "The server has been started already."
        case .stopped: "The server has stopped."
        }
    }
}
