import LockstepTestKit
import Threading

/// Starts threads, and waits until all have ended.
func runAll(_ bodies: [@Sendable () throws -> Void]) throws {
    let threads = bodies.map { Thread($0) }
    for thread in threads { try thread.start() }
    for thread in threads { try thread.join() }
}
