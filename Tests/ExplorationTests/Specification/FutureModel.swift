import LockstepTestKit
import Threading

/// The result of something that is computed once, or cancelled before.
struct FutureModel: SequentialModel {
    var stage = Stage.pending

    enum Stage: Hashable { case pending, running, finished(Int), failed, cancelled }
    enum Operation: Hashable { case begin, finish(Int), fail, cancel, result, resultSoon, isDone }

    func answers(to operation: Operation, by thread: Int) -> [(answer: Answer, next: FutureModel)] {
        switch operation {
        case .begin:
            switch stage {
            case .pending: changing(.flag(true)) { $0.stage = .running }
            case .cancelled: keeping(.flag(false))
            case .running, .finished, .failed: keeping(.refused)
            }
        case .finish(let value): isDone ? keeping(.refused) : changing { $0.stage = .finished(value) }
        case .fail: isDone ? keeping(.refused) : changing { $0.stage = .failed }
        case .cancel:
            stage == .pending
                ? changing(.flag(true)) { $0.stage = .cancelled } : keeping(.flag(stage == .cancelled))
        case .result, .resultSoon:
            waiting(isTimed: operation == .resultSoon, unless: isDone) {
                switch stage {
                case .finished(let value): keeping(.item(value))
                case .failed: keeping(.item(-1))
                case .cancelled, .pending, .running: keeping(.refused)
                }
            }
        case .isDone: keeping(.flag(isDone))
        }
    }

    private var isDone: Bool { stage != .pending && stage != .running }
}

extension Specification<FutureModel> {
    static let future = Specification(
        name: "Future", model: FutureModel(),
        alphabet: [[.begin], [.finish(1)], [.fail], [.cancel], [.result], [.resultSoon], [.isDone]],
        closing: [.isDone, .resultSoon]
    ) {
        let future = Future<Int>()
        return { operation in
            do throws(FutureError) {
                switch operation {
                case .begin: return .flag(try future.begin())
                case .finish(let value): try future.finish(.success(value))
                case .fail: try future.finish(.failure(Failed()))
                case .cancel: return .flag(future.cancel())
                case .result: return .item(try future.result())
                case .resultSoon: return .item(try future.result(timeout: .seconds(1)))
                case .isDone: return .flag(future.isDone)
                }
                return .done
            } catch {
                switch error {
                case .failed: return .item(-1)
                case .timedOut, .unfinished: return .timedOut
                case .cancelled, .alreadyBegun, .alreadyDone: return .refused
                case .interrupted: throw error
                }
            }
        }
    }

    private struct Failed: Error {}
}
