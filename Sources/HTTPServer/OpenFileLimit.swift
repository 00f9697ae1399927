import Glibc

/// The process's limit of open files.
enum OpenFileLimit {
    /// Raises the soft limit so that `count` more files fit, as far as the hard limit lets it.
    ///
    /// Shells start programs with 1,024, a limit kept for `select`, which nothing here uses.
    static func makeRoom(for count: Int) {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        let wanted = min(limit.rlim_max, rlim_t(count) + 1024)
        guard limit.rlim_cur < wanted else { return }
        limit.rlim_cur = wanted
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
