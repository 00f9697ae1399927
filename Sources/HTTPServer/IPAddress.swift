import Glibc

/// An IPv4 or IPv6 address, whatever way it is spelled: those that are equal are the same address.
///
/// An IPv4 address that is mapped into IPv6 (`::ffff:192.0.2.1`), as a socket for both tells it, is that IPv4 address.
public struct IPAddress: Hashable, Sendable, CustomStringConvertible {
    /// In the order of the network: 4 for IPv4, 16 for IPv6.
    private let bytes: [UInt8]

    private static let mappedPrefix: [UInt8] = Array(repeating: 0, count: 10) + [0xff, 0xff]

    /// The address that a text spells, and nothing else: no port, no brackets, no name, no network; nil if it does not.
    public init?(_ text: String) {
        // A C string would end there, and the rest be let through unread.
        guard !text.utf8.contains(0) else { return nil }
        if let bytes = Self.bytes(of: text, AF_INET, count: 4) {
            self.bytes = bytes
        } else if let bytes = Self.bytes(of: text, AF_INET6, count: 16) {
            self.bytes = bytes.starts(with: Self.mappedPrefix) ? Array(bytes.suffix(4)) : bytes
        } else {
            return nil
        }
    }

    private static func bytes(of text: String, _ family: Int32, count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return inet_pton(family, text, &bytes) == 1 ? bytes : nil
    }

    /// Whether it leads to the machine itself.
    public var isLoopback: Bool {
        bytes.count == 4 ? bytes[0] == 127 : bytes == Array(repeating: 0, count: 15) + [1]
    }

    /// The address in its usual spelling: `192.0.2.1`, or as RFC 5952 has it, `2001:db8::1`.
    public var description: String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { text in
            let family = bytes.count == 4 ? AF_INET : AF_INET6
            guard let start = inet_ntop(family, bytes, text.baseAddress, socklen_t(text.count)) else {
                return ""
            }
            return String(cString: start)
        }
    }
}
