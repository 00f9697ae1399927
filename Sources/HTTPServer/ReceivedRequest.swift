/// A complete request as its bytes: what the server's thread copies, and a worker makes a `Request` of.
struct ReceivedRequest: Sendable {
    var method: HTTPMethod
    var target: [UInt8]
    var headers: HTTPHeaders
    var body: [UInt8]
    var remoteAddress: String
    let notes: RequestNotes

    func parsed() throws(HTTPFailure) -> Request {
        Request(
            method, try RequestTarget(target), headers: headers, body: body, remoteAddress: remoteAddress,
            notes: notes)
    }

    /// For a refusal's sake: if the target is unreadable, the path is empty.
    var best: Request {
        (try? parsed())
            ?? Request(
                method, .unreadable, headers: headers, body: body, remoteAddress: remoteAddress, notes: notes)
    }
}

extension RequestTarget {
    fileprivate static let unreadable = RequestTarget(encodedPath: "", path: "", query: [])

    private init(encodedPath: String, path: String, query: [QueryItem]) {
        self.encodedPath = encodedPath
        self.path = path
        self.query = query
    }
}
