import HTTPServer
import JSON
import Playground

/// A kind of job that is served over HTTP: what its routes have of their own.
protocol ServedPayload: JobPayload {
    /// The request that the body of a POST makes.
    static func request(for scenario: String, body: JSONValue) throws(Problem) -> Request

    /// The means by which lists can be filtered: names of engines, of strategies.
    static var means: [String] { get }

    /// What records can claim, by which lists can be filtered.
    static var verdicts: [String] { get }

    /// Finds out how to tell, as Server-Sent Events, what a job comes to; nil if there is no such job.
    ///
    /// - Throws: `Problem` if the request's header makes no sense.
    static func follow(
        _ id: JobID, in service: JobService<Self>, for request: HTTPServer.Request
    ) throws -> EventStreams.Writer?
}
