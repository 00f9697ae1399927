import Events
import JSON

/// A pool: jobs that are submitted, and workers that take them.
enum PoolKind: KindOfObject {
    static let schema = JSONValue.schema([
        JSONMember("queued", .integerSchema), JSONMember("workers", .integerSchema),
        JSONMember("idle", .integerSchema), JSONMember("shutDown", .flagSchema),
    ])

    static func write(_ state: ObjectState, to writer: inout JSONWriter) {
        guard case .pool(let queued, let workers, let idle, let isShutDown) = state else { return }
        writer.member("queued", queued)
        writer.member("workers", workers)
        writer.member("idle", idle)
        writer.member("shutDown", isShutDown)
    }

    static func state(from json: JSONValue) throws(JSONError) -> ObjectState {
        .pool(
            queued: try json.integer("queued"), workers: try json.integer("workers"),
            idle: try json.integer("idle"), isShutDown: try json.flag("shutDown"))
    }
}
