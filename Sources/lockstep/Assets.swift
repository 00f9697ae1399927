import FoundationEssentials

/// Where the page and the contract are, if nobody says.
enum Assets {
    /// The first folder that has them: the current one, those above the program, where packages put such files.
    static var folder: String {
        candidates.first { FileManager.default.fileExists(atPath: $0 + "/public/index.html") } ?? "."
    }

    private static var candidates: [String] {
        var candidates = ["."]
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        var parts = program.split(separator: "/").dropLast()
        while !parts.isEmpty {
            candidates.append("/" + parts.joined(separator: "/"))
            parts = parts.dropLast()
        }
        return candidates + ["/usr/share/lockstep", "/usr/local/share/lockstep"]
    }
}
