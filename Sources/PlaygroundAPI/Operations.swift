public import HTTPServer
public import Metrics

/// What the service tells whoever runs it: limits, readiness, metrics.
public struct Operations: Sendable {
    let readiness: Readiness
    let limits: [StatedLimit]
    let trustedProxies: [IPAddress]
    package let metrics: Registry
    let followers: Gauge

    /// - Parameters:
    ///   - readiness: whether the server should be sent requests.
    ///   - metrics: what `GET /metrics` tells, beside what the service and the process themselves have to tell.
    ///   - limits: what `GET /limits` tells.
    ///   - trustedProxies: addresses whose word on whom they ask for is taken.
    public init(
        readiness: Readiness, metrics: Registry = Registry(), limits: [StatedLimit] = [],
        trustedProxies: [IPAddress] = []
    ) {
        self.readiness = readiness
        self.limits = limits
        self.trustedProxies = trustedProxies
        let followers = Gauge()
        self.followers = followers
        var metrics = metrics
        metrics.gauge("lockstep_followers", "Clients that follow a run or an exploration.") {
            Double(followers.value)
        }
        metrics.constants(
            "lockstep_limit", by: ["name"], "The limits, as GET /limits has them.",
            limits.map { ([$0.name], Double($0.value)) })
        metrics.constants(
            "lockstep_build_info", by: ["version"], "Always 1; the label tells the program's version.",
            [([Release.version], 1)])
        ProcessMetrics.add(to: &metrics)
        self.metrics = metrics
    }

    /// Answers whoever asks whether the process answers.
    static func health(_ asked: Route.Asked) -> Response { health }

    static let health = Response.json(Array(#"{"status":"ok"}"#.utf8)).notStored()

    func readiness(_ asked: Route.Asked) -> Response { readiness.response() }

    func metrics(_ asked: Route.Asked) -> Response {
        Response(
            headers: ["Content-Type": Registry.contentType, "Cache-Control": "no-store"],
            body: .bytes(Array(metrics.text.utf8)))
    }

    func limits(_ asked: Route.Asked) -> Document { LimitList.document(limits) }
}

/// Which release this is.
public enum Release {
    /// The version, as `openapi.yaml` has it.
    public static let version = "1.0.0"
}
