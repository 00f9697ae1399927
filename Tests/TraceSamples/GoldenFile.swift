import FoundationEssentials
package import JSON
package import Tracing

/// One of the runs in `Tests/Golden`, as it is written there.
package struct GoldenFile: Sendable {
    /// The file's name, without what follows the dot.
    package let name: String
    /// What is in it.
    package let json: JSONValue
    /// The run's trace.
    package let trace: Trace

    /// The folder of all.
    package static let folder =
        #filePath.split(separator: "/").dropLast(2).map { "/" + $0 }.joined() + "/Golden"

    /// All of them.
    package static func all() throws -> [GoldenFile] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { file in
            let bytes = try Data(contentsOf: URL(filePath: "\(folder)/\(file)"))
            let json = try JSONParser.parse(Array(bytes))
            return GoldenFile(
                name: String(file.prefix { $0 != "." }), json: json,
                trace: try Trace(json: json.member("trace")))
        }
    }
}
