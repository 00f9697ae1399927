import HTTPServer

/// An input, read as a request is written: its line, its header fields, an empty line, its body. Whatever is not there
/// is empty. A field whose name is none is left out: libmicrohttpd refuses those.
struct Input {
    let method: HTTPMethod
    let target: String
    let headers: HTTPHeaders
    let body: [UInt8]

    init(_ bytes: [UInt8]) {
        var rest = bytes[...]
        let line = Self.line(&rest).split(separator: " ", maxSplits: 1)
        method = HTTPMethod(rawValue: line.first.map(String.init) ?? "GET")
        target = line.dropFirst().first.map(String.init) ?? "/"
        var headers = HTTPHeaders()
        while case let field = Self.line(&rest), !field.isEmpty {
            let halves = field.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard halves.count == 2, Self.isToken(halves[0]) else { continue }
            headers.append(String(halves[0]), String(halves[1].drop { $0 == " " }))
        }
        self.headers = headers
        body = Array(rest)
    }

    private static func isToken(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"): true
                default: false
                }
            }
    }

    private static func line(_ rest: inout ArraySlice<UInt8>) -> String {
        let line = rest.prefix { $0 != UInt8(ascii: "\n") }
        rest = rest.dropFirst(line.count + 1)
        return String(decoding: line, as: UTF8.self)
    }
}
