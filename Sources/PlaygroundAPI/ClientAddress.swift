package import HTTPServer

/// Finds out who asks, where proxies stand between.
package struct ClientAddress: Sendable {
    private let trustedProxies: Set<IPAddress>

    /// - Parameter trustedProxies: addresses whose word on whom they ask for is taken.
    package init(trustedProxies: some Sequence<IPAddress>) { self.trustedProxies = Set(trustedProxies) }

    /// The address that the request comes from, in its usual spelling: the one that is connected, unless that is a proxy
    /// that is believed.
    ///
    /// Each proxy adds to `X-Forwarded-For`, at its end, the address that it was asked from. So the field is read from
    /// its end, and what stands before an address that is no trusted proxy's is anybody's invention. So is what stands
    /// before an entry that is no address: whoever wrote that did not know who asked, and the request counts as its own.
    /// To pass over the entry would let clients choose whose share they take.
    package func address(of request: Request) -> String {
        guard var address = IPAddress(request.remoteAddress) else { return request.remoteAddress }
        let chain = request.headers.values(for: "X-Forwarded-For").flatMap {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        for entry in chain.reversed() {
            guard trustedProxies.contains(address), let hop = Self.address(in: entry) else { break }
            address = hop
        }
        return address.description
    }

    /// The address of an entry, which may have a port, brackets, a zone, and blanks around it; nil if it has none.
    private static func address(in entry: Substring) -> IPAddress? {
        func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }
        var host = Substring(entry.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
        if host.first == "[" {
            guard let end = host.firstIndex(of: "]"), isPort(host[end...].dropFirst()) else { return nil }
            host = host[..<end].dropFirst()
        } else if let colon = host.firstIndex(of: ":"), host.lastIndex(of: ":") == colon {
            // An IPv6 address has more than one.
            guard isPort(host[colon...]) else { return nil }
            host = host[..<colon]
        }
        // A zone says by which of its interfaces the proxy was asked.
        if host.contains(":") { host = host.prefix { $0 != "%" } }
        return IPAddress(String(host))
    }

    /// Whether it is a colon and a port, or nothing.
    private static func isPort(_ text: Substring) -> Bool {
        text.isEmpty
            || text.first == ":" && text.dropFirst().utf8.allSatisfy { (0x30...0x39).contains($0) }
                && UInt16(text.dropFirst()) != nil
    }
}
