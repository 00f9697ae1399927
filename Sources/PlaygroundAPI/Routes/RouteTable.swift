import HTTPServer
import Playground

/// Every route: method, template, what the query may have, and what it is answered with.
struct RouteTable: Sendable {
    let files: ServiceFiles
    let operations: Operations
    let runs: JobRoutes<RunPlan>
    let explorations: JobRoutes<ExplorationPlan>
    let traces: TraceRoutes

    var routes: [Route] {
        [
            Route(.get, "/", query: nil, .response(files.index)),
            Route(.get, "/openapi.yaml", query: nil, .response(files.contract)),
            Route(.get, "/healthz", query: nil, .response(Operations.health)),
            Route(.get, "/readyz", query: nil, .response(operations.readiness)),
            Route(.get, "/metrics", query: nil, .response(operations.metrics)),
            Route(.get, "/limits", .document(operations.limits)),

            Route(.get, "/scenarios", .document(CatalogueRoutes.list)),
            Route(.get, "/scenarios/{name}", .document(CatalogueRoutes.scenario)),
            Route(.post, "/scenarios/{name}", .job(runs.launch)),
            Route(.post, "/scenarios/{name}/explorations", .job(explorations.launch)),

            Route(.get, "/runs", query: JobList<RunPlan>.query, .document(runs.list)),
            Route(.get, "/runs/{id}", .document(runs.record)),
            Route(.delete, "/runs/{id}", .nothing(runs.delete)),
            Route(.get, "/runs/{id}/events", .events(runs.follow)),
            Route(.post, "/runs/{id}/cancel", .job(runs.cancel)),
            Route(.get, "/runs/{id}/trace", query: [Form.item], .document(traces.trace)),
            Route(.get, "/runs/{id}/analysis", query: [TraceRoutes.event], .document(traces.analysis)),

            Route(
                .get, "/explorations", query: JobList<ExplorationPlan>.query, .document(explorations.list)),
            Route(.get, "/explorations/{id}", .document(explorations.record)),
            Route(.delete, "/explorations/{id}", .nothing(explorations.delete)),
            Route(.get, "/explorations/{id}/events", .events(explorations.follow)),
            Route(.post, "/explorations/{id}/cancel", .job(explorations.cancel)),
        ]
    }
}
