/// The header fields of a request or response: ordered, repeatable, found by name whatever its case.
///
/// A lookup is a scan, and strings are made only when asked for. A byte sequence that is not UTF-8 is repaired.
public struct HTTPHeaders: Sendable {
    /// Name, NUL, value, NUL, and so on.
    ///
    /// One allocation however many fields, and each field is already the pair of C strings that libmicrohttpd takes.
    private(set) var storage: [UInt8] = []

    /// No fields.
    public init() {}

    init(storage: [UInt8]) { self.storage = storage }

    /// Whether there are no fields.
    public var isEmpty: Bool { storage.isEmpty }

    /// The first value of the field with this name; setting it replaces all of them, nil removes them.
    public subscript(name: String) -> String? {
        get {
            for field in fields where matches(field.name, name) { return text(field.value) }
            return nil
        }
        set {
            remove(name)
            if let newValue { append(name, newValue) }
        }
    }

    /// Every value of the field with this name, in order.
    public func values(for name: String) -> [String] {
        fields.filter { matches($0.name, name) }.map { text($0.value) }
    }

    /// Adds a field after the others.
    ///
    /// In `value`, line breaks and NUL become spaces, so that nothing a client sent can end the field and start one
    /// of its own. libmicrohttpd sends no field whose value is empty, and sets `Content-Length` by itself.
    ///
    /// - Precondition: `name` is a token of RFC 9110.
    public mutating func append(_ name: String, _ value: String) {
        precondition(Self.isToken(name), "\(name.debugDescription) is no header field's name")
        storage.reserveCapacity(storage.count + name.utf8.count + value.utf8.count + 2)
        storage.append(contentsOf: name.utf8)
        storage.append(0)
        for byte in value.utf8 { storage.append(Self.breaksField(byte) ? UInt8(ascii: " ") : byte) }
        storage.append(0)
    }

    /// Removes every field with this name.
    public mutating func remove(_ name: String) {
        guard fields.contains(where: { matches($0.name, name) }) else { return }
        storage = fields.filter { !matches($0.name, name) }.reduce(into: []) { kept, field in
            kept += storage[field.name.lowerBound...field.value.upperBound]
        }
    }

    /// Whether a comma-separated list under this name has this element, whatever its case.
    public func list(_ name: String, contains element: String) -> Bool {
        values(for: name).contains { value in
            value.split(separator: ",").contains { part in
                let trimmed = part.drop { $0 == " " || $0 == "\t" }.prefix { !" \t;".contains($0) }
                return trimmed.lowercased() == element.lowercased()
            }
        }
    }
}

extension HTTPHeaders: Sequence, ExpressibleByDictionaryLiteral, Equatable {
    /// Fields in the order of the literal.
    public init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { append(name, value) }
    }

    /// Walks over the fields in order.
    public func makeIterator() -> some IteratorProtocol<(name: String, value: String)> {
        fields.lazy.map { (name: text($0.name), value: text($0.value)) }.makeIterator()
    }
}

extension HTTPHeaders {
    typealias Field = (name: Range<Int>, value: Range<Int>)

    /// Where each field stands in `storage`.
    var fields: some Sequence<Field> {
        sequence(state: 0) { start -> Field? in
            guard let nameEnd = storage[start...].firstIndex(of: 0),
                let valueEnd = storage[(nameEnd + 1)...].firstIndex(of: 0)
            else { return nil }
            defer { start = valueEnd + 1 }
            return (start..<nameEnd, nameEnd + 1..<valueEnd)
        }
    }

    private func text(_ range: Range<Int>) -> String { String(decoding: storage[range], as: UTF8.self) }

    func matches(_ range: Range<Int>, _ name: String) -> Bool {
        range.count == name.utf8.count
            && zip(storage[range], name.utf8).allSatisfy { Self.lowercased($0) == Self.lowercased($1) }
    }

    static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    private static func breaksField(_ byte: UInt8) -> Bool {
        byte == 0 || byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n")
    }

    private static func isToken(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: ":") }
    }
}
