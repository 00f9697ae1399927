import HTTPServer
import JSON
public import Playground
import Synchronization

/// Whether the server should be sent requests.
///
/// The store is asked by writing to it, which nobody may do as often as he likes: so its answer holds for a second.
/// And only one worker asks at a time, so that a disk that hangs holds up no more than that one.
public final class Readiness: Sendable {
    private let store: any JobStore
    private let stopping = Atomic(false)
    private let state = Mutex(State())

    private struct State {
        /// When the store was last found to be well or not. Who makes this has opened it just before.
        var time = ContinuousClock.now
        var fault: String?
        /// Since when somebody has been asking it.
        var asking: ContinuousClock.Instant?
    }

    private static let lifetime = Duration.seconds(1)
    /// How long the store may take to write a page before it is thought to hang.
    private static let patience = Duration.seconds(2)

    /// The readiness of a server that keeps its runs in a store.
    public init(store: any JobStore) { self.store = store }

    /// Says that the server is about to stop; it is not ready from now on.
    public func beginStopping() { stopping.store(true, ordering: .relaxed) }

    /// What is looked at, and what is wrong with it; nil if nothing is. Blocks as long as the store takes to write.
    func checks() -> [(name: String, fault: String?)] {
        let isStopping = stopping.load(ordering: .relaxed)
        return [("store", storeFault()), ("serving", isStopping ? "The server is stopping." : nil)]
    }

    private func storeFault() -> String? {
        let known = state.withLock { state -> String?? in
            let now = ContinuousClock.now
            if let asking = state.asking {
                return now - asking > Self.patience ? "The store does not answer." : state.fault
            }
            if now - state.time < Self.lifetime { return state.fault }
            state.asking = now
            return .none
        }
        if let known { return known }
        let fault = ask()
        state.withLock { $0 = State(fault: fault) }
        return fault
    }

    private func ask() -> String? {
        do throws(StoreError) {
            try store.check()
            return nil
        } catch {
            return Problem(error).detail
        }
    }
}

extension Readiness {
    /// What `GET /readyz` answers: 200 if nothing is wrong, else 503, with each check.
    func response() -> Response {
        let checks = checks()
        let isReady = checks.allSatisfy { $0.fault == nil }
        var writer = JSONWriter()
        writer.object {
            $0.member("status", isReady ? "ready" : "notReady")
            $0.name("checks")
            $0.array(checks) { writer, check in
                writer.object {
                    $0.member("name", check.name)
                    $0.member("ok", check.fault == nil)
                    $0.member("detail", check.fault)
                }
            }
        }
        return Response.json(writer.bytes, isReady ? .ok : .serviceUnavailable).notStored()
    }
}
