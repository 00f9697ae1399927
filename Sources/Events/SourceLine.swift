/// A line of a program.
public struct SourceLine: Sendable, CustomStringConvertible {
    @usableFromInline let origin: Origin
    /// The line, from 1.
    public let line: UInt

    /// A line that is recorded keeps the compiler's literal: making a text of it would cost more than the rest of
    /// the recording. One that is read from a document has only its text.
    @usableFromInline
    enum Origin: Sendable {
        case literal(StaticString)
        case text(String)
    }

    /// A line of a file that is known when the program is compiled; nil if there is none.
    @inlinable
    public init?(file: StaticString, line: UInt) {
        if file.utf8CodeUnitCount == 0 { return nil }
        origin = .literal(file)
        self.line = line
    }

    /// A line of a file that is only known at run time, as a user's own program's.
    public init(file: String, line: UInt) {
        origin = .text(file)
        self.line = line
    }

    /// A line as `description` writes it; nil if it is none.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let line = UInt(text[text.index(after: colon)...]) else {
            return nil
        }
        origin = .text(String(text[..<colon]))
        self.line = line
    }

    /// The file, as `#fileID`: its module and its name.
    public var file: String {
        switch origin {
        case .literal(let file): file.description
        case .text(let file): file
        }
    }

    /// `Scenarios/Deadlock.swift:31`.
    public var description: String { "\(file):\(line)" }

    /// Hands over the file's name as UTF-8, without making a `String` of what the compiler has as bytes.
    package func withUTF8File<Output>(_ body: (UnsafeBufferPointer<UInt8>) -> Output) -> Output {
        switch origin {
        case .literal(let file): return file.withUTF8Buffer(body)
        case .text(var file): return file.withUTF8(body)
        }
    }
}
