import FoundationEssentials
import HTTPServer

/// The files of the page. They are read once, at the start: a request can only name one of them, so no path that a
/// client makes up leads anywhere else.
struct PageFiles: Sendable {
    private let files: [String: Response]

    init(folder: String) throws(AssetError) {
        guard let names = try? FileManager.default.subpathsOfDirectory(atPath: folder),
            names.contains("index.html")
        else {
            throw .missing(path: folder + "/index.html")
        }
        var files: [String: Response] = [:]
        for name in names where Self.isFile(folder + "/" + name) {
            let bytes = try Self.bytes(of: folder + "/" + name)
            files["/" + name] = Response(
                headers: [
                    "Content-Type": Self.contentType(of: name),
                    // A file may change with the next release, under the same name: it is to be asked for, which
                    // costs no more than a 304.
                    "Cache-Control": "no-cache",
                    // Nothing but our own files, so that no text of a run can become code.
                    "Content-Security-Policy":
                        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                        + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
                ],
                body: .bytes(bytes)
            ).tagged()
        }
        self.files = files
    }

    func response(to path: String) -> Response? { files[path] }

    /// A file whole.
    static func bytes(of path: String) throws(AssetError) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else { throw .missing(path: path) }
        return Array(data)
    }

    private static func isFile(_ path: String) -> Bool {
        var isDirectory = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && !isDirectory
    }

    private static func contentType(of name: String) -> String {
        switch name.split(separator: ".").last {
        case "html": "text/html; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "js", "mjs": "text/javascript; charset=utf-8"
        case "json": "application/json"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "ico": "image/x-icon"
        default: "application/octet-stream"
        }
    }
}

/// The files that have routes of their own.
struct ServiceFiles: Sendable {
    let page: PageFiles
    private let document: Response

    /// - Parameter assets: the folder that has `public/` and `openapi.yaml`.
    init(in assets: String) throws(AssetError) {
        page = try PageFiles(folder: assets + "/public")
        document = Response(
            headers: ["Content-Type": "application/yaml"],
            body: .bytes(try PageFiles.bytes(of: assets + "/openapi.yaml"))
        ).tagged()
    }

    func index(_ asked: Route.Asked) throws -> Response {
        guard let index = page.response(to: "/index.html") else { throw HTTPFailure.notFound(path: "/") }
        return index
    }

    func contract(_ asked: Route.Asked) -> Response { document }
}
