/// A path in which some segments are parameters: `/runs/{id}/trace`.
struct PathTemplate: Hashable, Sendable, CustomStringConvertible {
    private enum Segment: Hashable {
        case literal(String)
        case parameter(String)
    }

    let description: String
    private let segments: [Segment]

    /// - Precondition: starts with a slash, and names each of its parameters differently.
    init(_ text: String) {
        precondition(text.hasPrefix("/"), "the template \(text.debugDescription) does not start with a slash")
        description = text
        segments = Self.split(text).map { segment in
            segment.hasPrefix("{") && segment.hasSuffix("}")
                ? .parameter(String(segment.dropFirst().dropLast())) : .literal(String(segment))
        }
        precondition(Set(names).count == names.count, "the template \(text) names a parameter twice")
    }

    var isLiteral: Bool { names.isEmpty }

    /// The segments of a path, still encoded; an empty one at the end does not count.
    static func split(_ path: String) -> [Substring] {
        var segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        if segments.last?.isEmpty == true { segments.removeLast() }
        return Array(segments)
    }

    func matches(_ path: [Substring]) -> Bool {
        segments.count == path.count
            && zip(segments, path).allSatisfy { segment, text in
                switch segment {
                case .literal(let literal): RequestTarget.decode(text) == literal
                case .parameter: !text.isEmpty
                }
            }
    }

    /// - Throws: `HTTPFailure.badRequest` if a parameter is not valid percent-encoding.
    func parameters(of path: [Substring]) throws(HTTPFailure) -> Parameters {
        var parameters = Parameters()
        for case (.parameter(let name), let text) in zip(segments, path) {
            guard let value = RequestTarget.decode(text) else {
                throw .badRequest("The path's \(name) is not valid percent-encoded UTF-8.")
            }
            parameters.append(name, value)
        }
        return parameters
    }

    /// Whether both match the same paths, whatever their parameters' names.
    func matchesSamePaths(as other: PathTemplate) -> Bool {
        segments.count == other.segments.count
            && zip(segments, other.segments).allSatisfy { left, right in
                switch (left, right) {
                case (.parameter, .parameter): true
                default: left == right
                }
            }
    }

    /// Whether this one has a literal at the first segment where only one of the two has.
    func isMoreSpecific(than other: PathTemplate) -> Bool {
        for (left, right) in zip(segments, other.segments) {
            switch (left, right) {
            case (.literal, .parameter): return true
            case (.parameter, .literal): return false
            default: continue
            }
        }
        return false
    }

    private var names: [String] {
        segments.compactMap { if case .parameter(let name) = $0 { name } else { nil } }
    }
}
