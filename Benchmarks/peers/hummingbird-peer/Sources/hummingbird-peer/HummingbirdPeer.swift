import Foundation
import Hummingbird
import Logging

/// The least that hummingbird needs to answer the benchmark's requests with the same bytes: `hummingbird-peer BODY`.
/// Prints its URL, and ends with its input.
@main
struct HummingbirdPeer {
    static func main() async throws {
        let body = ByteBuffer(string: CommandLine.arguments[1])
        let answer: @Sendable (Request, BasicRequestContext) -> Response = { _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/json"],
                body: ResponseBody(byteBuffer: body))
        }
        let router = Router()
        router.get("/healthz", use: answer)
        router.post("/scenarios/queue", use: answer)

        var logger = Logger(label: "hummingbird")
        logger.logLevel = .error
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                let url = "http://127.0.0.1:\(channel.localAddress?.port ?? 0)\n"
                FileHandle.standardOutput.write(Data(url.utf8))
            },
            logger: logger)
        Thread.detachNewThread {
            while readLine() != nil {}
            exit(0)
        }
        try await application.runService()
    }
}
