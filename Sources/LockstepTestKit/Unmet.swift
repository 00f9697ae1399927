/// A property that did not hold. A test's body throws it, because an expectation on a thread of an engine would not know which
/// test it belongs to.
public struct Unmet: Error, CustomStringConvertible {
    /// What did not hold, and where.
    public let description: String

    /// A property that did not hold.
    public init(_ message: String, file: StaticString = #fileID, line: UInt = #line) {
        description = "\(file):\(line): \(message)"
    }
}

/// Requires that something is so.
public func check(
    _ holds: Bool, _ message: String = "does not hold", file: StaticString = #fileID, line: UInt = #line
) throws {
    if !holds { throw Unmet(message, file: file, line: line) }
}

/// Requires that a value is the expected one.
public func check<Value: Equatable>(
    _ value: Value, is expected: Value, file: StaticString = #fileID, line: UInt = #line
) throws {
    if value != expected { throw Unmet("\(value) should be \(expected)", file: file, line: line) }
}
