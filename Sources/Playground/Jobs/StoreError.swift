/// Why a store cannot do what it is asked for. `file` is where its runs are.
public enum StoreError: Error, Hashable, CustomStringConvertible {
    /// The file cannot be opened, or not for writing.
    case cannotOpen(file: String, reason: String)
    /// Another process has it.
    case inUse(file: String)
    /// The file holds something else than runs.
    case foreign(file: String)
    /// A newer version of the program has written it.
    case newer(file: String)
    /// The file is damaged.
    case corrupt(file: String, reason: String)
    /// The disk is full.
    case full(file: String)
    /// Reading or writing failed otherwise.
    case failed(file: String, reason: String)
    /// The store was closed.
    case closed(file: String)

    /// What went wrong, as a sentence.
    public var description: String {
        switch self {
        case .cannotOpen(let file, let reason): "The runs in \(file) cannot be opened: \(reason)."
        case .inUse(let file): "\(file) is in use by another process."
        case .foreign(let file): "\(file) is no file of runs; it was left as it is."
        case .newer(let file): "\(file) was written by a newer version of this program."
        case .corrupt(let file, let reason): "\(file) is damaged: \(reason)."
        case .full(let file): "There is no room left on the disk of \(file)."
        case .failed(let file, let reason): "\(file) cannot be read or written: \(reason)."
        case .closed(let file): "\(file) is closed."
        }
    }
}
