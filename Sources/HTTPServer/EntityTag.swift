/// A name for exactly these bytes (RFC 9110, section 8.8.3): two representations with the same strong tag are the same.
struct EntityTag: Hashable, Sendable, CustomStringConvertible {
    /// As it stands in the field, in quotes.
    let description: String

    /// The tag of these bytes: the same on every machine and after every start, so that what a client has stays good.
    init(of bytes: [UInt8]) { description = "\"\(String(Self.hash(bytes), radix: 36))\"" }

    /// The tag that a field has.
    init(description: String) { self.description = description }

    /// The tag of the same bytes in a content coding.
    func coded(_ coding: String) -> EntityTag {
        EntityTag(description: "\(description.dropLast())-\(coding)\"")
    }

    /// Whether `If-None-Match` names it. Weak tags match too: who asks wants to know whether to get it anew.
    func isNamed(by headers: HTTPHeaders) -> Bool {
        headers.values(for: "If-None-Match").flatMap { $0.split(separator: ",") }.contains { element in
            let tag = element.filter { $0 != " " && $0 != "\t" }
            return tag == "*" || tag == description || tag == "W/" + description
        }
    }

    /// FNV-1a of 128 bits (Fowler, Noll and Vo). It withstands accidents, not an attacker: whoever could
    /// make two runs of one hash would gain that a client of one address has the older of its two answers, and a run
    /// that is over has but one.
    private static func hash(_ bytes: [UInt8]) -> UInt128 {
        let prime: UInt128 = 1 << 88 | 0x13b
        var hash: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d
        for byte in bytes { hash = (hash ^ UInt128(byte)) &* prime }
        return hash
    }
}
