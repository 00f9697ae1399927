import Glibc
import Playground

/// The file of a store, locked: a second process would take the first one's jobs under way for interrupted ones.
///
/// It is opened beside SQLite's own descriptors, and so must outlive them: closing any descriptor of a file drops the
/// process's POSIX locks on it, which SQLite relies on. The lock here is `flock`'s, which is independent of those,
/// and which the kernel drops however the process ends.
final class DataFile: Sendable {
    private let descriptor: Int32

    /// Marks a SQLite file as one of runs: "LStp".
    static let applicationID: Int32 = 0x4C53_7470
    /// Where SQLite's header has the application's mark, as a big-endian number.
    private static let markOffset = 68
    /// A file that was just made has one page, and its mark may still be in the write-ahead log.
    private static let firstPage = 4096

    /// Opens the file, or makes it, and locks it.
    ///
    /// - Throws: `StoreError.cannotOpen`, `.inUse`, or `.foreign` if it has something else than runs.
    init(_ path: String) throws(StoreError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .cannotOpen(file: path, reason: String(cString: strerror(errno)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw .inUse(file: path) }
        guard isOurs else { throw .foreign(file: path) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    private var isOurs: Bool {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
        if status.st_size == 0 { return true }
        var header = [UInt8](repeating: 0, count: Self.markOffset + 4)
        guard pread(descriptor, &header, header.count, 0) == header.count,
            header.starts(with: Array("SQLite format 3\0".utf8))
        else { return false }
        let mark = header[Self.markOffset...].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return mark == UInt32(Self.applicationID) || (mark == 0 && status.st_size <= Self.firstPage)
    }
}
