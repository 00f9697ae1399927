import Glibc

/// The signals that ask the process to stop.
struct StopSignals {
    private var set = sigset_t()

    /// Keeps them from ending the process; they wait to be waited for. Threads started from now on inherit that.
    init() {
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Blocks until one of them arrives, and gives its name.
    func wait() -> String {
        var set = set
        var signal: Int32 = 0
        sigwait(&set, &signal)
        return signal == SIGINT ? "SIGINT" : "SIGTERM"
    }
}
