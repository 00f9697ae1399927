import LockstepTestKit
import Threading

/// A queue: a list of items, of which one is next.
struct QueueModel: SequentialModel {
    let order: Order
    var capacity: Int?
    var items: [Int] = []
    var unfinished = 0
    var isShutDown = false

    enum Order { case fifo, lifo, priority }

    enum Operation: Hashable {
        case put(Int), putSoon(Int), get, getSoon, taskDone, join, joinSoon, count
        case shutdown(immediate: Bool)
    }

    func answers(to operation: Operation, by thread: Int) -> [(answer: Answer, next: QueueModel)] {
        switch operation {
        case .put(let item): put(item, isTimed: false)
        case .putSoon(let item): put(item, isTimed: true)
        case .get: get(isTimed: false)
        case .getSoon: get(isTimed: true)
        case .taskDone: unfinished == 0 ? keeping(.refused) : changing { $0.unfinished -= 1 }
        case .join, .joinSoon:
            waiting(isTimed: operation == .joinSoon, unless: unfinished == 0) { keeping(.done) }
        case .count: keeping(.item(items.count))
        case .shutdown(let isImmediate):
            changing {
                $0.isShutDown = true
                // Not below none: an item may have been said to be done with before it was got.
                if isImmediate { ($0.items, $0.unfinished) = ([], max(0, unfinished - items.count)) }
            }
        }
    }

    private func put(_ item: Int, isTimed: Bool) -> [(answer: Answer, next: QueueModel)] {
        if isShutDown { return keeping(.refused) }
        return waiting(isTimed: isTimed, unless: items.count < capacity ?? .max) {
            changing {
                $0.items.append(item)
                $0.unfinished += 1
            }
        }
    }

    private func get(isTimed: Bool) -> [(answer: Answer, next: QueueModel)] {
        if isShutDown && items.isEmpty { return keeping(.refused) }
        return waiting(isTimed: isTimed, unless: !items.isEmpty) {
            let place =
                switch order {
                case .fifo: 0
                case .lifo: items.count - 1
                case .priority: items.firstIndex(of: items.min() ?? 0) ?? 0
                }
            return changing(.item(items[place])) { $0.items.remove(at: place) }
        }
    }
}

extension Specification<QueueModel> {
    /// All that a bounded queue can do.
    static let boundedQueue = Specification(
        name: "Queue(capacity: 1)", model: QueueModel(order: .fifo, capacity: 1),
        alphabet: [
            [.put(1)], [.putSoon(2)], [.get], [.getSoon], [.taskDone], [.join], [.joinSoon],
            [.shutdown(immediate: false)], [.shutdown(immediate: true)],
        ], closing: [.count, .joinSoon, .getSoon]
    ) { performing(on: Queue(capacity: 1)) }

    /// In which order items come out.
    static let orderedQueues = [
        ordered("Queue", .fifo) { performing(on: Queue()) },
        ordered("LIFOQueue", .lifo) { performing(on: LIFOQueue()) },
        ordered("PriorityQueue", .priority) { performing(on: PriorityQueue()) },
    ]

    private static func ordered(
        _ name: String, _ order: QueueModel.Order,
        make: @escaping @Sendable () -> @Sendable (QueueModel.Operation) throws -> Answer
    ) -> Specification {
        Specification(
            name: name, model: QueueModel(order: order),
            alphabet: [[.put(2)], [.put(1)], [.put(3)], [.get], [.count]],
            closing: [.getSoon, .getSoon, .getSoon],
            make: make)
    }

    static func performing(
        on queue: BlockingQueue<some QueueStorage<Int>>
    ) -> @Sendable (QueueModel.Operation) throws -> Answer {
        { operation in
            let soon = Duration.seconds(1)
            do throws(QueueError) {
                switch operation {
                case .put(let item): try queue.put(item)
                case .putSoon(let item): try queue.put(item, timeout: soon)
                case .get: return .item(try queue.get())
                case .getSoon: return .item(try queue.get(timeout: soon))
                case .taskDone: try queue.taskDone()
                case .join: _ = try interruptible { () throws(Interrupted) in try queue.join() }
                case .joinSoon:
                    let isOver = try interruptible { () throws(Interrupted) in try queue.join(timeout: soon) }
                    return isOver ? .done : .timedOut
                case .count: return .item(queue.count)
                case .shutdown(let isImmediate): queue.shutdown(immediate: isImmediate)
                }
                return .done
            } catch {
                switch error {
                case .full, .empty: return .timedOut
                case .shutDown, .allDone: return .refused
                case .interrupted: throw error
                }
            }
        }
    }

    private static func interruptible(_ body: () throws(Interrupted) -> Bool) throws(QueueError) -> Bool {
        do { return try body() } catch { throw .interrupted }
    }
}
