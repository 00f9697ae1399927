import FoundationEssentials

/// `embed-sources MODULE OUTPUT FILE...` writes a Swift file that holds the text of the files by their `#fileID`.
@main
struct EmbedSources {
    static func main() throws {
        let arguments = CommandLine.arguments
        let (module, output) = (arguments[1], arguments[2])
        var code =
            "/// The text of this module's files, by `#fileID`.\nlet embeddedSources: [String: String] = [\n"
        for path in arguments.dropFirst(3).sorted() {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let name = path.split(separator: "/").last.map(String.init) ?? path
            code += "    \"\(module)/\(name)\": \(literal(text)),\n"
        }
        code += "]\n"
        try code.write(toFile: output, atomically: true, encoding: .utf8)
    }

    /// A string literal on one line. Three number signs let everything stand that a source file may contain.
    private static func literal(_ text: String) -> String {
        "###\"" + text.replacing("\n", with: "\\###n") + "\"###"
    }
}
