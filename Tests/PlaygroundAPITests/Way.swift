import FoundationEssentials
import HTTPServer
import Playground
import PlaygroundAPI
import Storage
import TestClient
import Testing
import Threading

/// How a test asks the service: by a call, or through a server and a socket.
enum Way: CaseIterable { case call, socket }

/// Asks one thing.
typealias Ask = @Sendable (HTTPMethod, String, [(String, String)], [UInt8]) throws -> Answer

/// Runs `body` with a service of its own. Whatever is answered has to be what the contract says.
func withService(
    _ way: Way, limits: Limits = Limits(), access: Access = Access(),
    operations: Operations? = nil, _ body: (@escaping Ask) throws -> Void
) throws {
    let store = MemoryRunStore(runLimit: limits.storedRuns, eventLimit: limits.storedEvents)
    let launcher = Launcher(limits: limits, store: store)
    defer { launcher.shutdown(grace: .seconds(60)) }
    let service = try PlaygroundService(
        launcher: launcher, assets: Repository.folder, access: access, operations: operations)
    let contract = try Contract.openapi
    switch way {
    case .call:
        try body { method, target, headers, body in
            let answer = try called(service, method, target, headers, body)
            #expect(contract.faults(of: answer, to: method.rawValue, target) == [], "\(method) \(target)")
            return answer
        }
    case .socket:
        var configuration = Configuration(port: 0)
        configuration.errorResponder = PlaygroundService.errorResponder
        configuration.filters = service.filters
        let pool = ThreadPool(workers: 4)
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

/// What the server makes of a request, without the server.
private func called(
    _ service: PlaygroundService, _ method: HTTPMethod, _ target: String, _ fields: [(String, String)],
    _ body: [UInt8]
) throws -> Answer {
    var headers = HTTPHeaders()
    for (name, value) in fields { headers.append(name, value) }
    let request = try Request(method, target, headers: headers, body: body)
    do {
        switch try service.reply(to: request) {
        case .response(let response): return try answer(response)
        case .deferred: throw NotAnsweredAtOnce()
        }
    } catch let error as any ResponseConvertible {
        return try answer(error.response(to: request))
    } catch let failure as HTTPFailure {
        return try answer(PlaygroundService.errorResponder(failure, request))
    }
}

private func answer(_ response: Response) throws -> Answer {
    let body =
        switch response.body {
        case .bytes(let bytes): bytes
        case .file(let path): try Array(Data(contentsOf: URL(filePath: path)))
        case .stream: throw NotAnsweredAtOnce()
        }
    return Answer(
        status: response.status.code, headers: response.headers.map { ($0.name, $0.value) }, body: body)
}

/// A run was launched: only a server can wait for its answer.
struct NotAnsweredAtOnce: Error {}
