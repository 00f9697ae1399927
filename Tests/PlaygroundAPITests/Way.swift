import HTTPServer
import Playground
import PlaygroundAPI
import Storage
import TestClient
import Testing
import Threading

/// How a test asks the service: by a call, or through a server and a socket. What a call is answered with is all that a
/// server would send, and just as late; a socket shows that it gets through.
enum Way: CaseIterable { case call, socket }

/// Asks one thing.
typealias Ask = @Sendable (HTTPMethod, String, [(String, String)], [UInt8]) throws -> Answer

/// Runs `body` with a service of its own. Whatever is answered has to be what the contract says.
func withService(
    _ way: Way = .call, limits: Limits = Limits(), access: Access = Access(),
    operations: Operations? = nil, _ body: (@escaping Ask) throws -> Void
) throws {
    let store = MemoryJobStore(
        keeping: [.run: limits.storedRuns, .exploration: limits.keptExplorations],
        eventLimit: limits.storedEvents)
    let jobs = try Jobs(limits: limits, store: store)
    defer { jobs.shutdown(grace: .seconds(60)) }
    let service = try PlaygroundService(
        jobs: jobs, assets: Repository.folder, access: access, operations: operations)
    let contract = try Contract.openapi
    switch way {
    case .call:
        let application = Application(
            filters: service.filters, errorResponder: PlaygroundService.errorResponder
        ) { try service.reply(to: $0) }
        try body { method, target, headers, body in
            let answer = try application.answer(method, target, headers, body)
            #expect(contract.faults(of: answer, to: method.rawValue, target) == [], "\(method) \(target)")
            return answer
        }
    case .socket:
        var configuration = Configuration(port: 0)
        configuration.errorResponder = PlaygroundService.errorResponder
        configuration.filters = service.filters
        let pool = try ThreadPool(workers: 4)
        let server = Server(configuration: configuration, pool: pool) { try service.reply(to: $0) }
        try server.start()
        defer {
            server.stop()
            pool.shutdown()
        }
        let port = try server.waitUntilListening()
        try body { method, target, headers, body in
            let answer = try Client(port).ask(method.rawValue, target, headers: headers, body: body)
            #expect(contract.faults(of: answer, to: method.rawValue, target) == [], "\(method) \(target)")
            return answer
        }
    }
}

extension Application {
    /// What the server makes of a request, without the server.
    fileprivate func answer(
        _ method: HTTPMethod, _ target: String, _ fields: [(String, String)], _ body: [UInt8]
    ) throws -> Answer {
        var headers = HTTPHeaders()
        for (name, value) in fields { headers.append(name, value) }
        let request = try Request(
            method, target, headers: headers, body: body, remoteAddress: "127.0.0.1")
        let response = answer(request, timeout: .seconds(60))
        // As the server does by itself.
        let hasBody = method != .head && ![.noContent, .notModified].contains(response.status)
        return Answer(
            status: response.status.code, headers: response.headers.map { ($0.name, $0.value) },
            body: hasBody ? try response.bodyBytes() : [])
    }
}
