/// Where a page comes from, as browsers spell it.
enum Origin {
    /// Every origin.
    static let any = "*"

    /// Whether a browser could send it: scheme, host in lower case, and a port unless it is the scheme's own. What is
    /// spelled otherwise would never be equal to what a browser sends, and so be allowed in vain.
    static func isWellFormed(_ text: String) -> Bool {
        if text == any { return true }
        for (scheme, port) in [("http://", "80"), ("https://", "443")] where text.hasPrefix(scheme) {
            let authority = text.dropFirst(scheme.count)
            let end =
                authority.hasPrefix("[") ? authority.firstIndex(of: "]").map(authority.index(after:)) : nil
            let name = authority[..<(end ?? authority.firstIndex(of: ":") ?? authority.endIndex)]
            guard !name.isEmpty, name.utf8.allSatisfy(isHost) else { return false }
            let rest = authority[name.endIndex...]
            return rest.isEmpty || rest.first == ":" && rest.dropFirst() != port && isPort(rest.dropFirst())
        }
        return false
    }

    private static func isPort(_ text: Substring) -> Bool { UInt16(text).map { String($0) == text } ?? false }

    private static func isHost(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7f && !"*/?#@\\,ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8.contains(byte)
    }
}
