package import HTTPServer

/// Refuses with 403 who calls the server by a name that is none of its own.
///
/// A page can have a name of its own lead to an address of its reader's machine, and is then, for the browser, of the same
/// origin as whatever answers there (DNS rebinding). It needs a name in the public tree for that, which has a dot.
package struct HostFilter: Filter {
    private let names: [String]

    /// - Parameter names: names of the server beside those that nobody else can have.
    package init(names: [String]) { self.names = names }

    package func admit(_ request: Request) throws -> Response? {
        guard let field = request.headers["Host"] else { return nil }
        let name = Self.name(in: field).lowercased()
        guard Self.isLocal(name) || names.contains(where: { $0.lowercased() == name }) else {
            throw Problem(
                kind: .forbidden, status: .forbidden,
                detail:
                    "\"\(name.prefix(200))\" is no name of this server. If it should be, its operator can say "
                    + "so, with --allowed-hosts.")
        }
        return nil
    }

    /// Without the port.
    private static func name(in field: String) -> Substring {
        if field.hasPrefix("["), let end = field.firstIndex(of: "]") { return field[...end] }
        return field.prefix { $0 != ":" }
    }

    /// A name that nobody can make lead here by an entry in the public tree of names.
    private static func isLocal(_ name: String) -> Bool {
        if name.hasPrefix("[") || !name.contains(".") { return true }
        if name.hasSuffix(".localhost") { return true }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }
}
