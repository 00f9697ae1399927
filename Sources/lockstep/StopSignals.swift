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

    /// Has the next of them end the process at once, with the status that a shell gives to such an end.
    ///
    /// By a handler, not by what the signals do by themselves: process 1 of a container would ignore that.
    func endAtOnce() {
        for signal in [SIGTERM, SIGINT] { Glibc.signal(signal) { _exit(128 + $0) } }
        var set = set
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
    }
}
