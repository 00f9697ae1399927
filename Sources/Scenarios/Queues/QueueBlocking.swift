import Threading

/// Producers and consumers around a bounded queue, and everything that a queue refuses.
struct QueueBlocking: Scenario {
    struct Parameters: ParameterSet {
        @Parameter(
            "fifo: first in, first out. lifo: last in, first out. priority: lowest first.",
            zh: "fifo 先进先出；lifo 后进先出；priority 最小的先出")
        var kind = QueueScenario.Kind.fifo
        @Parameter("How many items the queue can hold.", zh: "队列容量", in: 1...100) var maxsize = 2
        @Parameter("How many threads put.", zh: "生产者数", in: 1...50) var producers = 2
        @Parameter("How many threads get.", zh: "消费者数", in: 1...50) var consumers = 1
        @Parameter("How many items each producer makes.", zh: "每个生产者产出的个数", in: 1...100) var items = 3
        @Parameter("How long a consumer works on an item.", zh: "消费一个元素所用的毫秒数", in: 0...10_000) var workMs =
            10
        @Parameter(
            "How long put and get wait at the end, when nobody is there.", zh: "最后无人响应时 put 与 get 等待的毫秒数",
            in: 0...10_000)
        var timeoutMs = 20
    }

    struct Outcome: Sendable, Hashable {
        let produced: Int
        let consumed: Int
        let refusals: [String]
    }

    static func run(_ parameters: Parameters) throws -> Outcome {
        switch parameters.kind {
        case .fifo: try exchange(Queue(capacity: parameters.maxsize, name: "queue"), parameters)
        case .lifo: try exchange(LIFOQueue(capacity: parameters.maxsize, name: "queue"), parameters)
        case .priority: try exchange(PriorityQueue(capacity: parameters.maxsize, name: "queue"), parameters)
        }
    }

    private static func exchange(
        _ queue: BlockingQueue<some QueueStorage<Int>>, _ parameters: Parameters
    ) throws -> Outcome {
        let consumed = try Semaphore(0, name: "consumed")
        let producers = (0..<parameters.producers).map { number in
            Thread(name: "producer \(number + 1)") {
                for item in 1...parameters.items { try queue.put(number * parameters.items + item) }
            }
        }
        let consumers = (1...parameters.consumers).map { number in
            Thread(name: "consumer \(number)") {
                do {
                    while true {
                        let item = try queue.get()
                        try sleep(for: .milliseconds(parameters.workMs))
                        print(Thread.current.name, "is done with", item)
                        consumed.release()
                        try queue.taskDone()
                    }
                } catch QueueError.shutDown {
                    print(Thread.current.name, "goes home")
                }
            }
        }
        for thread in producers + consumers { try thread.start() }
        for producer in producers { try producer.join() }
        try queue.join()
        print("every item is done with")
        queue.shutdown()
        for consumer in consumers { try consumer.join() }

        var count = 0
        while try consumed.tryAcquire() { count += 1 }
        return Outcome(
            produced: parameters.producers * parameters.items, consumed: count,
            refusals: try refusals(of: queue, timeout: .milliseconds(parameters.timeoutMs)))
    }

    /// What a queue says to those who ask for what it cannot do.
    private static func refusals(of shutDown: BlockingQueue<some QueueStorage<Int>>, timeout: Duration) throws
        -> [String]
    {
        let small = Queue<Int>(capacity: 1, name: "small queue")
        var refusals: [String] = []
        func attempt(_ action: () throws(QueueError) -> Void) {
            do { try action() } catch {
                print(error)
                refusals.append(error.description)
            }
        }
        attempt { () throws(QueueError) in _ = try small.getNoWait() }
        attempt { () throws(QueueError) in _ = try small.get(timeout: timeout) }
        try small.put(1)
        attempt { () throws(QueueError) in try small.putNoWait(2) }
        attempt { () throws(QueueError) in try small.put(2, timeout: timeout) }
        _ = try small.get()
        try small.taskDone()
        attempt { () throws(QueueError) in try small.taskDone() }
        attempt { () throws(QueueError) in try shutDown.put(1) }
        return refusals
    }
}

extension QueueBlocking {
    static let about = About(
        "queue-blocking", chapter: .queues,
        title: Localized(en: "Producers and consumers", zh: "生产者与消费者"),
        summary: Localized(
            en:
                "Producers and consumers around a bounded queue: back-pressure, join, shutdown, and what a queue refuses.",
            zh: "有界队列两端的生产者与消费者：反压、join、shutdown，以及队列会拒绝的事。"),
        explanation: Localized(
            en: """
                A full queue makes its producers wait, so that they never run far ahead of the consumers. join \
                returns when taskDone was called for every item ever put. shutdown sends the consumers home. At the \
                end, everything that a queue refuses: get from an empty one, put into a full one, at once and after \
                a while, one taskDone too many, put after shutdown.
                """,
            zh:
                "满的队列让生产者等待，于是它们不会远远跑在消费者前面。每个放入的元素都调用过 taskDone 后 join 才返回。shutdown 让消费者下班。最后演示队列拒绝的一切：从空队列取、向满队列放（立即与限时）、多调用一次 taskDone、关闭后再放。"
        ),
        expectation: Localized(
            en: "Every item produced is consumed, and the queue refuses six times.",
            zh: "产出的元素全部被消费，队列拒绝六次。"))

    static func isCorrect(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool {
        guard case .completed(let outcome) = ending else { return false }
        return outcome.produced == outcome.consumed && outcome.refusals.count == 6
    }
}
