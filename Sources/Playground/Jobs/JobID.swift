import FoundationEssentials
import Synchronization

/// A job's name: the time of its creation in milliseconds, and enough random bits that two of the same millisecond
/// differ, as 13 letters and digits that sort in the order of creation.
public struct JobID: Sendable, Hashable, Comparable, CustomStringConvertible {
    private let bits: UInt64
    private static let randomBits: UInt64 = 20
    private static let last = Atomic<UInt64>(0)
    /// Crockford's base 32: no letter that could be read as a digit.
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")

    /// A new name, greater than every name this process has made before.
    public init() {
        let now = UInt64(Date.now.timeIntervalSince1970 * 1000) << Self.randomBits
        let candidate = now | UInt64.random(in: 0..<(1 << Self.randomBits))
        var last = Self.last.load(ordering: .relaxed)
        while true {
            let next = max(candidate, last + 1)
            let (exchanged, original) = Self.last.compareExchange(
                expected: last, desired: next, ordering: .relaxed)
            if exchanged {
                bits = next
                return
            }
            last = original
        }
    }

    /// The first name that a job could have that was created at this time, in milliseconds since 1970.
    public init(earliestAt milliseconds: Int64) {
        bits = UInt64(min(max(0, milliseconds), 1 << 43 - 1)) << Self.randomBits
    }

    /// The name that a store has kept as a number.
    package init(_ number: Int64) { bits = UInt64(bitPattern: number) }

    /// The name as a number, for a store; numbers sort as names do for the next two hundred years.
    package var number: Int64 { Int64(bitPattern: bits) }

    /// A name as `description` writes it; nil if it is none.
    public init?(_ text: String) {
        guard text.count == 13 else { return nil }
        var bits: UInt64 = 0
        for character in text {
            guard let digit = Self.alphabet.firstIndex(of: character), bits >> 59 == 0 else { return nil }
            bits = bits << 5 | UInt64(digit)
        }
        // No name is as large: the number that stands for it would be negative, and sort before all others.
        guard bits >> 63 == 0 else { return nil }
        self.bits = bits
    }

    /// The name as text.
    public var description: String {
        String((0..<13).reversed().map { Self.alphabet[Int(bits >> UInt64($0 * 5)) & 31] })
    }

    /// When the job was created, as ISO 8601 in UTC, with milliseconds.
    public var createdAt: String {
        let date = Date(timeIntervalSince1970: Double(bits >> Self.randomBits) / 1000)
        return date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    /// Whether the left job was created before the right one.
    public static func < (left: JobID, right: JobID) -> Bool { left.bits < right.bits }
}
