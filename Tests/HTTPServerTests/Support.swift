import Glibc
import HTTPServer
import Threading

/// Runs `body` with the port of a server that listens on the loopback interface, and stops it after.
func withServer(
    _ router: Router, configuration: Configuration = Configuration(), workers: Int = 4,
    queueLimit: Int? = nil,
    _ body: (UInt16) throws -> Void
) throws {
    var configuration = configuration
    configuration.port = 0
    let pool = try ThreadPool(workers: workers, queueLimit: queueLimit)
    let server = Server(configuration: configuration, pool: pool, router: router)
    try server.start()
    defer {
        server.stop(timeout: .zero)
        pool.shutdown()
    }
    try body(try server.waitUntilListening())
}

/// The routes that most tests need.
func makeRouter() -> Router {
    var router = Router()
    router.get("/hello") { _, _ in Response.text("hello") }
    router.post("/echo") { request, _ in Response(body: .bytes(request.body)) }
    router.get("/path/{rest}") { request, parameters in
        Response.text("\(parameters["rest"])|\(request.query.map { "\($0.name)=\($0.value ?? "-")" })")
    }
    return router
}

/// A door that threads wait at until it is opened.
final class Gate: Sendable {
    private let isOpen = Monitor(false)

    func open() { isOpen.update { $0 = true } }

    func pass() { isOpen.wait { $0 ? () : nil } }
}

/// Responders that wait for their answer.
final class Waiting: Sendable {
    private let responders = Monitor<[Responder]>([])

    func add(_ responder: Responder) { responders.update { $0.append(responder) } }

    /// Waits until there are `count`, and takes them.
    func take(_ count: Int) -> [Responder] {
        responders.wait { responders -> [Responder]? in
            guard responders.count >= count else { return nil }
            defer { responders = [] }
            return responders
        } ?? []
    }
}

/// Runs `body` on that many threads at once, and waits for all.
func inThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) throws {
    let pool = try ThreadPool(workers: count)
    let left = Monitor(count)
    for index in 0..<count {
        try? pool.execute {
            body(index)
            left.update { $0 -= 1 }
        }
    }
    left.wait { $0 == 0 ? () : nil }
    pool.shutdown()
}

/// How many entries a directory of /proc has: a process's threads or descriptors.
func count(of directory: String) -> Int {
    guard let stream = opendir("/proc/self/\(directory)") else { return -1 }
    defer { closedir(stream) }
    var count = 0
    while readdir(stream) != nil { count += 1 }
    return count
}
