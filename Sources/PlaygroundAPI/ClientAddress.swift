import HTTPServer

/// Finds out who asks, where proxies stand between.
struct ClientAddress: Sendable {
    let trustedProxies: Set<String>

    /// The address that the request comes from: the one that is connected, unless that is a proxy that is believed.
    ///
    /// Each proxy adds to `X-Forwarded-For`, at its end, the address that it was asked from. So the field is read from
    /// its end, and what stands before an address that is no trusted proxy's is anybody's invention.
    func address(of request: Request) -> String {
        var address = request.remoteAddress
        let chain = request.headers.values(for: "X-Forwarded-For").flatMap { $0.split(separator: ",") }
        for hop in chain.reversed() {
            guard trustedProxies.contains(address) else { break }
            let text = hop.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
            guard !text.isEmpty else { break }
            address = String(text)
        }
        return address
    }
}
