/// What a request line asks for, taken apart: the path, still encoded, and the query's items.
struct RequestTarget {
    /// The path as sent, so that an encoded slash is not yet a separator.
    let encodedPath: String
    /// The path for reading and comparing.
    let path: String
    let query: [QueryItem]

    /// - Throws: `HTTPFailure.badRequest` if the target is neither a path, an absolute URL, nor `*`; or if what it
    ///   encodes is not UTF-8 or has a NUL.
    init(_ target: [UInt8]) throws(HTTPFailure) {
        let relative = Self.withoutAuthority(target[...])
        let end = relative.firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
        let path = relative[..<(end ?? relative.endIndex)]
        guard path.first == UInt8(ascii: "/") || path.elementsEqual("*".utf8) else {
            throw .badRequest("The request's target is no path.")
        }
        guard let encodedPath = String(validating: path, as: UTF8.self),
            let decodedPath = Self.decode(encodedPath[...])
        else { throw .badRequest("The path is not valid percent-encoded UTF-8.") }
        self.encodedPath = encodedPath
        self.path = decodedPath
        if let end, relative[end] == UInt8(ascii: "?") {
            query = try Self.items(relative[(end + 1)...].prefix { $0 != UInt8(ascii: "#") })
        } else {
            query = []
        }
    }

    /// Undoes percent-encoding.
    ///
    /// - Returns: nil if the encoding is malformed, or what it encodes is not UTF-8 or has a NUL: such text comes
    ///   from a mistake or an attack, and every guess at its meaning opens a gap between two readers.
    static func decode(_ text: Substring, plusIsSpace: Bool = false) -> String? {
        guard
            text.utf8.contains(where: {
                $0 == UInt8(ascii: "%") || $0 == 0 || (plusIsSpace && $0 == UInt8(ascii: "+"))
            })
        else { return String(text) }
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(hexDigit),
                    let low = rest.popFirst().flatMap(hexDigit)
                else { return nil }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
            default: bytes.append(byte)
            }
        }
        return bytes.contains(0) ? nil : String(validating: bytes, as: UTF8.self)
    }

    private static func items(_ query: ArraySlice<UInt8>) throws(HTTPFailure) -> [QueryItem] {
        guard let text = String(validating: query, as: UTF8.self) else {
            throw .badRequest("The query is not UTF-8.")
        }
        var items: [QueryItem] = []
        for part in text.split(separator: "&") {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = halves.count == 2 ? decode(halves[1], plusIsSpace: true) : nil
            guard let name = decode(halves[0], plusIsSpace: true), halves.count == 1 || value != nil else {
                throw .badRequest(
                    "The query item \(part.debugDescription) is not valid percent-encoded UTF-8.")
            }
            items.append(QueryItem(name: name, value: value))
        }
        return items
    }

    /// `http://host/path` is what a proxy sends; a server must accept it (RFC 9112, 3.2.2).
    private static func withoutAuthority(_ target: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard target.first != UInt8(ascii: "/") else { return target }
        for scheme in ["http://", "https://"] where target.starts(with: scheme.utf8) {
            let afterScheme = target.dropFirst(scheme.utf8.count)
            guard let slash = afterScheme.firstIndex(of: UInt8(ascii: "/")) else {
                return [UInt8(ascii: "/")]
            }
            return afterScheme[slash...]
        }
        return target
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
