/// The part of a representation that a request's `Range` asks for (RFC 9110, section 14).
enum ByteRange: Equatable {
    /// Everything: nothing else is asked for, or in a way that a server may ignore, such as several ranges at once.
    case whole
    /// These bytes, at least one.
    case part(Range<Int>)
    /// Bytes beyond the end.
    case none

    /// What a field's value asks of so many bytes.
    init(_ text: String, of length: Int) {
        let halves = text.split(separator: "=", maxSplits: 1)
        guard halves.count == 2, halves[0].lowercased() == "bytes" else {
            self = .whole
            return
        }
        let ends = halves[1].split(separator: "-", omittingEmptySubsequences: false).map { end in
            end.filter { $0 != " " && $0 != "\t" }
        }
        guard ends.count == 2, ends.allSatisfy({ $0.utf8.allSatisfy(Self.isDigit) }) else {
            self = .whole
            return
        }
        // A number too large for us is beyond every end.
        let (first, last) = (Self.number(ends[0]), Self.number(ends[1]))
        switch (first, last) {
        case (nil, nil): self = .whole
        case (nil, let count?):
            self = count == 0 || length == 0 ? .none : .part(max(0, length - count)..<length)
        case (let first?, let last?) where last < first: self = .whole
        case (let first?, _) where first >= length: self = .none
        case (let first?, let last): self = .part(first..<min(last ?? .max, length - 1) + 1)
        }
    }

    private static func number(_ digits: String) -> Int? { digits.isEmpty ? nil : Int(digits) ?? .max }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
