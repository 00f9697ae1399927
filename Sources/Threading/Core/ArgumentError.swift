/// An argument that an object cannot take, as Python's `ValueError`: nothing was made, or nothing has changed.
///
/// This is the library's one rule for arguments, which may be computed: what cannot be meant is an error that can be
/// caught, in initializers too, and so is what would be more than fits. What Python gives a meaning has that meaning: a
/// time of zero or less does not wait, a queue's capacity of zero or less is no bound, and to notify nobody does nothing.
public enum ArgumentError: Error, Hashable, CustomStringConvertible {
    /// The argument was less than it may be.
    case tooSmall(argument: String, object: String, value: Int, least: Int)
    /// The argument was more than it may be, or than there is room for.
    case tooLarge(argument: String, object: String, value: Int, most: Int)

    /// What went wrong, as a sentence.
    public var description: String {
        switch self {
        case .tooSmall(let argument, let object, let value, let least):
            "\(object) cannot take \(value) as \(argument): it must be \(least) or more."
        case .tooLarge(let argument, let object, let value, let most):
            "\(object) cannot take \(value) as \(argument): it must be \(most) or less."
        }
    }

    /// Gives the value back if it is one that the argument may have.
    ///
    /// - Parameter object: whose argument it is; only asked for if there is something to say.
    static func check(
        _ value: Int, isIn allowed: ClosedRange<Int>, as argument: String,
        of object: @autoclosure () -> String
    ) throws(ArgumentError) -> Int {
        if value < allowed.lowerBound {
            throw .tooSmall(argument: argument, object: object(), value: value, least: allowed.lowerBound)
        }
        if value > allowed.upperBound {
            throw .tooLarge(argument: argument, object: object(), value: value, most: allowed.upperBound)
        }
        return value
    }
}
