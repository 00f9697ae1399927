/// Rows of bits, all of the same length, one after another in one piece of memory.
package struct BitRows {
    /// How many bits a row has.
    package let width: Int
    /// How many words those take.
    private let stride: Int
    private var words: ContiguousArray<UInt64> = []

    /// No row.
    package init(width: Int) {
        self.width = width
        stride = (width + UInt64.bitWidth - 1) / UInt64.bitWidth
    }

    /// How many rows there are.
    package var count: Int { words.count / stride }

    /// Adds rows without a bit set until there are so many.
    package mutating func grow(to count: Int) {
        if count > self.count {
            words.append(contentsOf: repeatElement(0, count: (count - self.count) * stride))
        }
    }

    /// A bit of a row.
    package subscript(row: Int, bit: Int) -> Bool {
        get { words[row * stride + bit / UInt64.bitWidth] >> UInt64(bit % UInt64.bitWidth) & 1 == 1 }
        set {
            let mask: UInt64 = 1 << UInt64(bit % UInt64.bitWidth)
            if newValue {
                words[row * stride + bit / UInt64.bitWidth] |= mask
            } else {
                words[row * stride + bit / UInt64.bitWidth] &= ~mask
            }
        }
    }

    /// Takes a row over from others of the same width.
    package mutating func copyRow(_ row: Int, from other: BitRows) {
        for word in row * stride..<(row + 1) * stride { words[word] = other.words[word] }
    }
}
