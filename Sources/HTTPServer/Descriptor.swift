import Glibc

/// A file descriptor that is closed with its owner.
struct Descriptor: ~Copyable {
    let number: Int32

    init(_ number: Int32) { self.number = number }

    deinit { close(number) }

    /// Gives the descriptor away: the caller closes it.
    consuming func release() -> Int32 {
        let number = number
        discard self
        return number
    }
}

/// The last system call's error, in the system's words.
func systemError(_ code: Int32 = errno) -> String { String(cString: strerror(code)) }
