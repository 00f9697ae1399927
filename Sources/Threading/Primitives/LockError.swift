/// A misuse of a lock.
public enum LockError: Error, Hashable, CustomStringConvertible {
    /// A `Lock` was released that nobody holds.
    case notHeld(lock: String, caller: String)
    /// An `RLock` was released by a thread that does not hold it.
    case notOwned(lock: String, owner: String?, caller: String)

    /// What went wrong, as a sentence.
    public var description: String {
        switch self {
        case .notHeld(let lock, let caller): "\(caller) released \(lock), which nobody holds."
        case .notOwned(let lock, let owner?, let caller): "\(caller) released \(lock), which \(owner) holds."
        case .notOwned(let lock, nil, let caller): "\(caller) released \(lock), which nobody holds."
        }
    }
}
