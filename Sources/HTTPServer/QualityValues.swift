/// What a client wants, and how much: the elements of a field such as `Accept` or `Accept-Encoding`, each with its
/// quality from 0, which is a refusal, to 1 (RFC 9110, section 12.4.2).
public struct QualityValues: Sendable {
    private var elements: [(name: String, quality: Double)] = []

    /// The elements of every field with this name. A quality that cannot be read is 0.
    public init(_ headers: HTTPHeaders, _ name: String) {
        for element in headers.values(for: name).flatMap({ $0.split(separator: ",") }) {
            let parts = element.split(separator: ";").map { part in
                String(part.filter { $0 != " " && $0 != "\t" }).lowercased()
            }
            guard let name = parts.first, !name.isEmpty else { continue }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 }
            elements.append((name, min(max(quality ?? 1, 0), 1)))
        }
    }

    /// Whether the client says nothing.
    public var isEmpty: Bool { elements.isEmpty }

    /// The quality of the first of these names that the client has; nil if it has none of them. So the most specific
    /// name is to come first.
    public func quality(of names: String...) -> Double? {
        for name in names {
            if let element = elements.first(where: { $0.name == name.lowercased() }) {
                return element.quality
            }
        }
        return nil
    }
}
