import HTTPServer
import JSON
import Playground
import PlaygroundAPI
import Scenarios
import Storage

/// What is fuzzed: the service, with one run to ask for. It is stopping, so that a request for a run or an exploration
/// is read to its end and looked at in every way, and then refused; thousands of them a second could not be run.
struct Subject: Sendable {
    static let shared = Subject()

    private let service: PlaygroundService
    private let run: JobID

    private init() {
        do {
            let jobs = try Jobs(store: MemoryJobStore(keeping: [.run: 10], eventLimit: 10_000))
            let job = try jobs.runs.launch(RunRequest(scenario: "lock"))
            _ = try job.ended.result()
            run = job.id
            service = try PlaygroundService(jobs: jobs, assets: ".")
            jobs.shutdown(grace: .zero)
        } catch {
            fatalError("there is nothing to fuzz: \(error)")
        }
    }

    /// Takes one input. Ends the process if a rule is broken, which libFuzzer reports with the input.
    func take(_ bytes: [UInt8]) {
        let input = Input(bytes)
        checkRoundTrips(input)
        // The corpus cannot know what the run is called. It is not to be deleted: later inputs ask for it.
        let isDeletion = input.method == .delete
        let target = isDeletion ? input.target : Self.replacing("RUN", in: input.target, by: "\(run)")
        do {
            let request = try Request(input.method, target, headers: input.headers, body: input.body)
            checkAnswer(to: request)
        } catch {
            // Refused before there is a request.
            guard case .badRequest(let sentence) = error else { fatalError("\(error)") }
            require(["target", "path", "query"].contains { sentence.contains($0) }, sentence)
        }
    }

    private func checkAnswer(to request: Request) {
        do {
            guard case .response(let response) = try service.reply(to: request) else {
                fatalError("a run or an exploration was begun")
            }
            require(response.status.code < 300, "\(response.status.code)")
        } catch let failure as HTTPFailure {
            if case .internalError(let text) = failure { fatalError(text) }
            Refusal(of: request, PlaygroundService.errorResponder(failure, request)).check()
        } catch let error as any ResponseConvertible {
            Refusal(of: request, error.response(to: request)).check()
        } catch {
            fatalError("an error that is no answer: \(error)")
        }
    }

    /// What is accepted can be written down and read again as the same.
    private func checkRoundTrips(_ input: Input) {
        if let value = try? JSONParser.parse(input.body) {
            let again = try? JSONParser.parse(value.serialized)
            require(again == value, "\(value) has become \(again.map { "\($0)" } ?? "nothing")")
            for scenario in Catalogue.scenarios {
                for parameters in [value, value["parameters"] ?? .null] {
                    guard let prepared = try? scenario.prepare(parameters) else { continue }
                    let again = try? scenario.prepare(prepared.parameters)
                    require(again?.parameters == prepared.parameters, "\(prepared.parameters)")
                }
            }
        }
        let text = input.target.split(separator: "=").last.map(String.init) ?? ""
        if let id = JobID(text) { require("\(id)" == text, "\(id) is not \(text)") }
    }

    private static func replacing(_ word: String, in text: String, by other: String) -> String {
        text.split(separator: word, maxSplits: 8, omittingEmptySubsequences: false).joined(separator: other)
    }
}
