extension String {
    /// The text with nothing in it that a terminal would obey instead of showing it: control characters, and those that
    /// end lines or turn the direction of writing, are written as JSON escapes them.
    ///
    /// For sentences that quote what somebody else wrote. A backslash stays one, as it is harmless.
    ///
    /// - Parameter lines: whether line feeds stay, for a text of several lines.
    package func escapingControls(keepingLines lines: Bool = false) -> String {
        guard unicodeScalars.contains(where: Self.isObeyed) else { return self }
        var text = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "\n": text += lines ? "\n" : "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where Self.isObeyed(scalar):
                text += "\\u" + String(scalar.value + 0x10000, radix: 16).dropFirst()
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    private static func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7f..<0xa0, 0x2028...0x202e, 0x2066...0x2069: true
        default: false
        }
    }
}
