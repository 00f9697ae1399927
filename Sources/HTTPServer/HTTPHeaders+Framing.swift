/// What libmicrohttpd 0.9.75 lets through, although whoever passes requests on may find another end of such a request
/// than it does: then the rest of the one is taken for the next, in the name of whoever sends that ("smuggling").
///
/// It has no option against these; the one that refuses a blank before the colon takes requests without a `Host`. Nor
/// does it tell of a field without a name, which ends the header for it, of what follows a NUL in a value, or of a
/// line that continues a field whose own line has no value. `docs/threat-model.md` leaves those to whoever stands before.
extension HTTPHeaders {
    /// What makes it doubtful where the request ends, or whom it is for, as a sentence; nil if nothing does.
    ///
    /// RFC 9112 lets a server repair some of it. None is: nobody sends it in good faith.
    ///
    /// - Parameter isVersion1_0: whether the request is one of HTTP/1.0, which knows no chunks.
    func framingFault(isVersion1_0: Bool) -> String? {
        var (lengths, codings, hosts) = (0, 0, 0)
        for field in fields {
            // A blank before the colon is in the name, and so is what a line continues before a colon of its own.
            guard storage[field.name].allSatisfy(Self.isTokenByte) else {
                return "The name of a header field is none."
            }
            guard !storage[field.value].contains(UInt8(ascii: "\r")) else {
                return "The value of a header field has a carriage return in it."
            }
            if matches(field.name, "Content-Length") {
                lengths += 1
            } else if matches(field.name, "Host") {
                hosts += 1
            } else if matches(field.name, "Transfer-Encoding") {
                codings += 1
                // As libmicrohttpd reads it, which would wait for the end of the connection with any other.
                guard matches(field.value, "chunked") else { return "Transfer-Encoding must be chunked." }
            }
        }
        if hosts > 1 { return "Host is there more than once." }
        if lengths > 1 { return "Content-Length is there more than once." }
        if codings > 1 { return "Transfer-Encoding is there more than once." }
        if codings > 0, lengths > 0 { return "Transfer-Encoding and Content-Length exclude each other." }
        if codings > 0, isVersion1_0 { return "HTTP/1.0 has no Transfer-Encoding." }
        return nil
    }

    /// Whether a token of RFC 9110 may have it.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
        default: tokenMarks.contains(byte)
        }
    }

    private static let tokenMarks = Array("!#$%&'*+.^_`|~".utf8)
}
