import CZlib

/// The gzip format (RFC 1952).
enum Gzip {
    /// The bytes compressed; nil if that makes them no fewer.
    static func compress(_ original: [UInt8]) -> [UInt8]? {
        let compressed = [UInt8](unsafeUninitializedCapacity: original.count) { buffer, count in
            count = lockstep_gzip(buffer.baseAddress, buffer.count, original, original.count)
        }
        return compressed.isEmpty ? nil : compressed
    }
}
