import Analyses
import ArgumentParser
import Glibc
import JSON
import Tracing

/// `lockstep show`: what another process ran.
struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tell and analyse a run that was made elsewhere.",
        discussion: """
            It is read as a run's JSON, as a trace's JSON, or as the stream of a run's events:

              lockstep run deadlock --json | lockstep show
              curl -N localhost:8080/runs/ID/events | lockstep show
            """)

    @Argument(help: "The file to read; - is the standard input.")
    var file = "-"

    @Flag(help: "Print the findings and the analysis as JSON.")
    var json = false

    func run() throws {
        let bytes = try read()
        let context: AnalysisContext
        do throws(TraceDocument.Failure) {
            context = try AnalysisContext(of: TraceDocument(bytes))
        } catch {
            throw refusal("\(file == "-" ? "The standard input" : file): \(error)")
        }
        let (findings, analysis) = (context.findings(), RunAnalysis(in: context))
        if json {
            var writer = JSONWriter()
            writer.object {
                $0.name("findings")
                $0.array(findings) { $1.write(to: &$0) }
                $0.name("analysis")
                analysis.write(to: &$0)
            }
            print(String(decoding: writer.bytes, as: UTF8.self))
        } else {
            let found =
                findings.isEmpty ? "Nothing was found.\n" : findings.map { $0.message + "\n" }.joined()
            let text = "\(context.trace.text)\n\(found)\n\(analysis.text)"
            // Names come from elsewhere, and could be anything.
            print(text.escapingControls(keepingLines: true), terminator: "")
        }
    }

    private func read() throws -> [UInt8] {
        let descriptor = file == "-" ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable }
        defer { if descriptor > STDIN_FILENO { close(descriptor) } }
        var (bytes, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0 { throw unreadable }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }

    private var unreadable: ExitCode {
        refusal("\(file) cannot be read: \(String(cString: strerror(errno))).")
    }
}
