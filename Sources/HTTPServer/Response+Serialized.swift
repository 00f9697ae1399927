import CMicroHTTPD

extension Response {
    /// A failure as plain text, which needs nothing that could fail.
    static func plain(_ failure: HTTPFailure) -> Response {
        Response(
            failure.status, headers: failure.headers + ["Content-Type": "text/plain; charset=utf-8"],
            body: .bytes(Array((failure.message + "\n").utf8)))
    }

    /// The response as it goes over the wire, for the one case in which libmicrohttpd cannot send it; the
    /// connection ends with it. A body that is not bytes is replaced by the failure's message.
    func serialized(closing failure: HTTPFailure) -> [UInt8] {
        guard case .bytes(let body) = body else {
            return Response.plain(failure).serialized(closing: failure)
        }
        var fields = headers
        fields.remove("Connection")
        fields.append("Content-Length", String(body.count))
        fields.append("Connection", "close")
        let reason = MHD_get_reason_phrase_for(UInt32(status.code)).map { String(cString: $0) } ?? ""
        var text = "HTTP/1.1 \(status.code) \(reason)\r\n"
        for (name, value) in fields { text += "\(name): \(value)\r\n" }
        return Array((text + "\r\n").utf8) + body
    }
}

extension HTTPHeaders {
    fileprivate static func + (left: HTTPHeaders, right: HTTPHeaders) -> HTTPHeaders {
        HTTPHeaders(storage: left.storage + right.storage)
    }
}
