import Threading

/// Items are put into a queue and got out again, in one of three orders.
struct QueueScenario: Scenario {
    enum Kind: String, Sendable, CaseIterable {
        case fifo, lifo, priority
    }

    struct Parameters: ParameterSet {
        @Parameter(
            "fifo: first in, first out. lifo: last in, first out. priority: lowest first.",
            zh: "fifo 先进先出；lifo 后进先出；priority 最小的先出")
        var kind = Kind.fifo
        @Parameter("How many items.", zh: "元素个数", in: 1...1000) var items = 5
        @Parameter("How many items the queue can hold; 0 for any number.", zh: "队列容量；0 表示不限", in: 0...1000)
        var maxsize = 0
    }

    struct Outcome: Sendable, Hashable {
        let put: [Int]
        let got: [Int]
    }

    static func run(_ parameters: Parameters) throws -> Outcome {
        switch parameters.kind {
        case .fifo: try putAndGet(Queue(capacity: parameters.maxsize, name: "queue"), parameters)
        case .lifo: try putAndGet(LIFOQueue(capacity: parameters.maxsize, name: "queue"), parameters)
        case .priority: try putAndGet(PriorityQueue(capacity: parameters.maxsize, name: "queue"), parameters)
        }
    }

    private static func putAndGet(
        _ queue: BlockingQueue<some QueueStorage<Int>>, _ parameters: Parameters
    ) throws -> Outcome {
        var generator = RunGenerator()
        let items = Array(1...parameters.items).shuffled(using: &generator)
        for item in items {
            try queue.put(item)
            print("put \(item): size \(queue.count), full: \(queue.isFull)")
        }
        var got: [Int] = []
        while !queue.isEmpty {
            got.append(try queue.get())
            print("got \(got[got.count - 1]): size \(queue.count), empty: \(queue.isEmpty)")
        }
        return Outcome(put: items, got: got)
    }
}

extension QueueScenario {
    static let about = About(
        "queue", chapter: .queues,
        title: Localized(en: "Three queues", zh: "三种队列"),
        summary: Localized(
            en: "Items go into a queue and come out first-in-first-out, last-in-first-out, or lowest first.",
            zh: "元素放进队列，再按先进先出、后进先出或最小优先的顺序取出。"),
        explanation: Localized(
            en: """
                The three queues differ only in which item get gives back. A queue with a maxsize makes put wait \
                while it is full; with one thread only, nobody is there to get anything, and the run is at a \
                standstill.
                """,
            zh: "三种队列只在 get 取出哪一个上不同。设了 maxsize 的队列满时 put 会等待；而这里只有一个线程，没有人来取，运行就停住了。"),
        expectation: Localized(
            en:
                "The items come out in the order of the queue's kind. With a maxsize below the number of items, the run is at a standstill.",
            zh: "元素按队列种类的顺序取出。maxsize 小于元素个数时，运行停住不动。"))

    static func isCorrect(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool {
        guard case .completed(let outcome) = ending else { return false }
        let order =
            switch parameters.kind {
            case .fifo: outcome.put
            case .lifo: Array(outcome.put.reversed())
            case .priority: outcome.put.sorted()
            }
        return outcome.got == order
    }

    static func expects(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool {
        let fits = parameters.maxsize == 0 || parameters.items <= parameters.maxsize
        return fits ? isCorrect(ending, with: parameters) : ending.isDeadlock
    }
}
