public import HTTPServer
public import Metrics
public import Threading

/// What is counted about the server and its pool.
public struct ServerMetrics: ServerObserver {
    private let requests: Family<Counter>
    private let durations: Family<Histogram>
    private let bytes: Family<Counter>
    private let inFlight = Gauge()
    private let connections = Gauge()

    /// Metrics in a registry.
    ///
    /// - Parameter pool: who answers the requests.
    public init(of pool: ThreadPool, in registry: inout Registry) {
        requests = registry.counters(
            "lockstep_http_requests_total", by: ["method", "route", "status"],
            "Requests that are over. The route is its template, or none; the status none if there was no answer."
        )
        durations = registry.histograms(
            "lockstep_http_request_duration_seconds", by: ["route"],
            "From the end of a request's header to the end of its answer; of a stream, as long as it was followed."
        )
        bytes = registry.counters(
            "lockstep_http_response_bytes_total", by: ["route"], "Bytes of answers' bodies.")
        registry.gauge("lockstep_http_requests_in_flight", "Requests that are not over.") { [inFlight] in
            Double(inFlight.value)
        }
        registry.gauge("lockstep_http_connections", "Connections that are open.") { [connections] in
            Double(connections.value)
        }
        registry.gauge("lockstep_http_queue_length", "Requests that wait for a worker.") {
            Double(pool.queued)
        }
        registry.gauge("lockstep_http_workers", "Workers that were started so far.") {
            Double(pool.workers.all)
        }
        registry.gauge("lockstep_http_workers_busy", "Workers that answer a request.") {
            let workers = pool.workers
            return Double(workers.all - workers.idle)
        }
    }

    /// Counts a connection.
    public func connectionOpened() { connections.add(1) }

    /// Counts a connection out.
    public func connectionClosed() { connections.add(-1) }

    /// Counts a request in.
    public func requestBegan() { inFlight.add(1) }

    /// Counts a request.
    public func requestFinished(_ request: FinishedRequest) {
        inFlight.add(-1)
        let route = request.route ?? "none"
        requests[Self.label(request.method), route, request.status.map { "\($0.code)" } ?? "none"].add()
        durations[route].observe(request.duration)
        bytes[route].add(request.bytes)
    }

    /// A method that nobody knows is not the client's chance to make up labels.
    private static func label(_ method: HTTPMethod) -> String {
        if case .other = method { "other" } else { method.rawValue }
    }
}
