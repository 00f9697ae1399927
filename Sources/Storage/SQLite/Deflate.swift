import CZlib

/// Bytes compressed by zlib, whose checksum also finds out damage.
package struct Deflated {
    package let bytes: [UInt8]
    /// How many bytes they become.
    package let originalSize: Int

    /// Bytes as they were stored.
    init(stored bytes: [UInt8], originalSize: Int) {
        self.bytes = bytes
        self.originalSize = originalSize
    }

    /// Compresses. Level 1: a trace is so repetitive that the higher ones gain a few percent, for three times the
    /// time.
    package init(_ original: [UInt8]) {
        originalSize = original.count
        bytes = [UInt8](unsafeUninitializedCapacity: Int(compressBound(uLong(original.count)))) {
            buffer, count in
            var size = uLong(buffer.count)
            let code = compress2(buffer.baseAddress, &size, original, uLong(original.count), 1)
            // With a bound that is large enough, only a lack of memory is left, which Swift does not survive either.
            precondition(code == Z_OK, "zlib cannot compress: \(code)")
            count = Int(size)
        }
    }

    /// The original bytes; nil if these are damaged.
    var inflated: [UInt8]? {
        guard originalSize >= 0 else { return nil }
        var isWhole = false
        let original = [UInt8](unsafeUninitializedCapacity: originalSize) { buffer, count in
            var size = uLong(originalSize)
            isWhole =
                uncompress(buffer.baseAddress, &size, bytes, uLong(bytes.count)) == Z_OK
                && Int(size) == originalSize
            count = isWhole ? originalSize : 0
        }
        return isWhole ? original : nil
    }
}
