import GRDB
import Playground

extension StoreError {
    /// What SQLite's error means for a store in this file.
    init(_ error: any Error, file: String) {
        switch error {
        case let error as StoreError: self = error
        case let error as DatabaseError:
            let reason = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
            switch error.resultCode {
            // A write that finds no room is SQLITE_FULL, whether in the file or in its log.
            case .SQLITE_FULL: self = .full(file: file)
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .corrupt(file: file, reason: reason)
            case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM:
                self = .cannotOpen(file: file, reason: reason)
            case .SQLITE_BUSY, .SQLITE_LOCKED: self = .inUse(file: file)
            // Nothing else of ours misuses it.
            case .SQLITE_MISUSE: self = .closed(file: file)
            default: self = .failed(file: file, reason: reason)
            }
        default: self = .failed(file: file, reason: String(describing: error))
        }
    }

    /// What SQLite reports while the file is opened; there, what it cannot do it cannot do to the file.
    init(opening error: any Error, file: String) {
        switch StoreError(error, file: file) {
        case .failed(_, let reason): self = .cannotOpen(file: file, reason: reason)
        case let error: self = error
        }
    }
}
