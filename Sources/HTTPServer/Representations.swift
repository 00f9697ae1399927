/// Sends of a body what the client needs of it: nothing if it has it already, the part that it asks for, or all of
/// it, compressed if it is text and the client takes that.
///
/// It is about bodies of bytes. Files and streams pass as they are.
public struct Representations: Filter {
    private let smallestCompressed: Int

    /// - Parameter smallestCompressed: how many bytes a body must have to be worth compressing.
    public init(smallestCompressed: Int = 1024) { self.smallestCompressed = smallestCompressed }

    /// The response with its tag, coding and range, or 304 in its place.
    ///
    /// An answer to GET or HEAD with 200 is tagged, unless `Cache-Control` forbids to keep it.
    ///
    /// - Throws: `rangeNotSatisfiable`.
    public func finish(_ response: Response, to request: Request) throws(HTTPFailure) -> Response {
        guard case .bytes(let bytes) = response.body, response.headers["Content-Encoding"] == nil else {
            return response
        }
        var response = response
        let isCompressible = bytes.count >= smallestCompressed && response.isText
        if isCompressible { response.headers.addVary("Accept-Encoding") }
        let isCompressed = isCompressible && request.prefersGzip
        guard [.get, .head].contains(request.method), response.status == .ok,
            !response.headers.list("Cache-Control", contains: "no-store")
        else {
            if isCompressed { response.compress(bytes) }
            return response
        }

        var tag = response.tag(of: bytes)
        response.headers["Accept-Ranges"] = "bytes"
        // A part of the text is what a client that asks for one wants, not a part of what became of it.
        let range = request.range(of: bytes.count, tag)
        if isCompressed, range == .whole, response.compress(bytes) { tag = tag.coded("gzip") }
        response.headers["ETag"] = tag.description
        if tag.isNamed(by: request.headers) { return response.notModified() }
        switch range {
        case .whole: return response
        case .none: throw .rangeNotSatisfiable(length: bytes.count)
        case .part(let part):
            response.status = .partialContent
            response.headers["Content-Range"] =
                "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(bytes.count)"
            response.body = .bytes(Array(bytes[part]))
            return response
        }
    }
}

extension Response {
    /// The response with the tag of its bytes, for one that is sent often: so it need not be made each time.
    public func tagged() -> Response {
        guard case .bytes(let bytes) = body else { return self }
        var response = self
        response.headers["ETag"] = EntityTag(of: bytes).description
        return response
    }

    /// The tag that it was given, or that its bytes have.
    fileprivate func tag(of bytes: [UInt8]) -> EntityTag {
        headers["ETag"].map { EntityTag(description: $0) } ?? EntityTag(of: bytes)
    }

    /// Whether it is of a type that compression makes smaller.
    fileprivate var isText: Bool {
        let type = (headers["Content-Type"] ?? "").prefix { $0 != ";" && $0 != " " }.lowercased()
        let others = ["application/json", "application/yaml", "application/javascript", "image/svg+xml"]
        return type.hasPrefix("text/") || type.hasSuffix("+json") || others.contains(type)
    }

    /// - Returns: false, with nothing changed, if that would not make it smaller.
    @discardableResult
    fileprivate mutating func compress(_ bytes: [UInt8]) -> Bool {
        guard let compressed = Gzip.compress(bytes) else { return false }
        body = .bytes(compressed)
        headers["Content-Encoding"] = "gzip"
        return true
    }

    /// The response without its body. It stays in its place: it is not sent, but its length is told, and has to be that
    /// of the body which the client has.
    fileprivate func notModified() -> Response {
        var response = self
        response.status = .notModified
        for name in ["Content-Type", "Content-Encoding", "Content-Disposition", "Accept-Ranges"] {
            response.headers.remove(name)
        }
        return response
    }
}

extension Request {
    fileprivate var prefersGzip: Bool {
        let codings = QualityValues(headers, "Accept-Encoding")
        guard let gzip = codings.quality(of: "gzip", "x-gzip", "*"), gzip > 0 else { return false }
        return gzip >= codings.quality(of: "identity") ?? 0
    }

    /// The range that is asked for, if what the client has of the rest is still right.
    fileprivate func range(of length: Int, _ tag: EntityTag) -> ByteRange {
        guard method == .get, let text = headers["Range"],
            headers["If-Range"].map({ $0 == tag.description }) ?? true
        else { return .whole }
        return ByteRange(text, of: length)
    }
}

extension HTTPHeaders {
    /// Says that the answer depends on a field of the request.
    mutating func addVary(_ name: String) {
        guard !list("Vary", contains: name), !list("Vary", contains: "*") else { return }
        self["Vary"] = (values(for: "Vary") + [name]).joined(separator: ", ")
    }
}
