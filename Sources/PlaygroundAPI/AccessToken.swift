import HTTPServer

/// A secret that clients show to be served, as `Authorization: Bearer` (RFC 6750).
public struct AccessToken: Sendable, Equatable, CustomStringConvertible {
    private let bytes: [UInt8]

    /// A token; nil if the text has anything but what a header field carries unchanged: letters, digits and
    /// `-._~+/`, with `=` at its end.
    public init?(_ text: String) {
        let body = text.utf8.reversed().drop { $0 == UInt8(ascii: "=") }
        guard !body.isEmpty, body.allSatisfy(Self.isAllowed) else { return nil }
        bytes = Array(text.utf8)
    }

    /// Not what it is: a secret that can be printed will be, in some log.
    public var description: String { "a secret" }

    /// Whether both are the same; takes as long for any two of one length.
    public static func == (left: AccessToken, right: AccessToken) -> Bool { left.isEqual(to: right.bytes) }

    /// Whether the request shows it.
    func isShown(by request: Request) -> Bool {
        Self.credentials(of: request).map { isEqual(to: Array($0.utf8)) } ?? false
    }

    /// What follows `Bearer` in the request's `Authorization`; nil if it has no such field.
    static func credentials(of request: Request) -> Substring? {
        guard let field = request.headers["Authorization"],
            case let parts = field.split(separator: " ", maxSplits: 1), parts.count == 2,
            parts[0].lowercased() == "bearer"
        else { return nil }
        return parts[1].drop { $0 == " " }
    }

    /// Takes as long for a first byte that differs as for the last, so that the time tells nobody how much of a guess
    /// is right. It does tell the length, which is no secret.
    private func isEqual(to guess: [UInt8]) -> Bool {
        guess.count == bytes.count && zip(guess, bytes).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: "-._~+/".utf8.contains(byte)
        }
    }
}

/// Refuses with 401 whoever does not show the token.
struct TokenFilter: Filter {
    let token: AccessToken
    /// Whether a path is for everybody.
    let isOpen: @Sendable (String) -> Bool

    func admit(_ request: Request) throws -> Response? {
        if isOpen(request.path) || token.isShown(by: request) { return nil }
        let isShown = AccessToken.credentials(of: request) != nil
        throw Problem(
            kind: .unauthorized, status: .unauthorized,
            detail: isShown
                ? "The token is not this server's."
                : "This server wants a token. With curl: -H \"Authorization: Bearer TOKEN\".",
            headers: [
                "WWW-Authenticate": "Bearer realm=\"lockstep\"" + (isShown ? ", error=\"invalid_token\"" : "")
            ])
    }
}
