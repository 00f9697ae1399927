/// What can be changed of a thread until it is started.
struct ThreadAttributes {
    /// The name that it was given. Threads of an exploration live for microseconds, and most are never called by a name.
    var name: String?
    var isDaemon: Bool
    /// In bytes; nil for whoever carries it to choose.
    var stackSize: Int?
}
