import Threading

/// Consumers wait for an item with an `if` where a `while` belongs.
struct ProducerConsumerBug: Scenario {
    enum Fix: String, Sendable, CaseIterable {
        case none, `while`
    }

    struct Parameters: ParameterSet {
        @Parameter(
            "How many consumers come; each wants one item, and as many are produced.",
            zh: "消费者数；各要一个元素，产出的也正好这么多",
            in: 1...100)
        var consumers = 2
        @Parameter(
            """
            How long the producer makes an item, with the lock held; all consumers but the first come meanwhile. It \
            rests as long before, and holds the lock as long after it has notified one of them.
            """,
            zh: "生产者拿着锁制作一个元素的毫秒数，除第一个外，消费者都在这期间到来；制作之前休息同样久，通知之后也再拿锁同样久", in: 0...10_000)
        var pauseMs = 20
        @Parameter(
            "none: if the buffer is empty, wait once. while: wait as long as the buffer is empty.",
            zh: "none：缓冲区空就等一次（if）；while：只要缓冲区空就一直等")
        var fix = Fix.none
    }

    struct Outcome: Sendable, Hashable {
        let consumed: Int
    }

    struct BufferIsEmpty: Error, CustomStringConvertible {
        var description: String { "the buffer is empty" }
    }

    static func run(_ parameters: Parameters) throws -> Outcome {
        let pause = Duration.milliseconds(parameters.pauseMs)
        let buffer = Shared<[Int]>([], name: "buffer")
        let condition = Condition(Lock(name: "buffer's lock"), name: "an item is there")

        let consumers = (1...parameters.consumers).map { number in
            Thread(name: "consumer \(number)") {
                if number > 1 { try sleep(for: pause * 3 / 2) }
                try condition.withLock {
                    switch parameters.fix {
                    case .none: if try buffer.read().isEmpty { try condition.wait() }
                    case .while: while try buffer.read().isEmpty { try condition.wait() }
                    }
                    var items = try buffer.read()
                    if items.isEmpty { throw BufferIsEmpty() }
                    print(Thread.current.name, "takes item", items.removeFirst())
                    try buffer.write(items)
                }
            }
        }
        let producer = Thread(name: "producer") {
            for item in 1...parameters.consumers {
                try sleep(for: pause)
                try condition.withLock {
                    try sleep(for: pause)
                    print("item", item, "is there")
                    try buffer.write(buffer.read() + [item])
                    try condition.notify()
                    try sleep(for: pause)
                }
            }
        }
        try runAll(consumers + [producer])
        return Outcome(consumed: parameters.consumers - buffer.finalValue.count)
    }
}

extension ProducerConsumerBug {
    static let about = About(
        "producer-consumer-bug", chapter: .signals,
        title: Localized(en: "An if where a while belongs", zh: "该用 while 却用了 if"),
        summary: Localized(
            en:
                "A woken consumer takes it for granted that its item is still there; a latecomer has taken it.",
            zh: "被唤醒的消费者以为元素还在，其实已被后来的人拿走。"),
        explanation: Localized(
            en: """
                notify wakes a consumer, but it goes on only when it has the lock again. Until then anybody can \
                come in, find the item, and take it. A consumer that does not look again takes from an empty \
                buffer, and ends with an error; an item is left over that nobody wants any more. With while it \
                looks, and waits for the next one.
                """,
            zh:
                "notify 唤醒了消费者，但它要重新拿到锁才能继续。在那之前，谁都可能进来、看到元素、把它拿走。不再看一眼的消费者就会从空缓冲区里取，以错误结束；最后剩下一个没人要的元素。用 while 就会再看一眼，接着等下一个。"
        ),
        expectation: Localized(
            en:
                "With `none` a consumer may end with an error, as the buffer is empty. With `while` every item is consumed.",
            zh: "none 时消费者可能因缓冲区为空而以错误结束。while 时每个元素都被消费。"))

    static func isCorrect(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool {
        ending == .completed(Outcome(consumed: parameters.consumers))
    }

    static func mistake(in outcome: Outcome, with parameters: Parameters) -> Localized {
        Localized(
            en:
                "\(outcome.consumed) of \(parameters.consumers) consumers got an item; \(outcome.leftOver) left over",
            zh: "\(parameters.consumers) 个消费者中 \(outcome.consumed) 个拿到了元素；剩下 \(outcome.leftOver) 个")
    }

    static func expects(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool {
        isCorrect(ending, with: parameters)
            || parameters.fix == .none && ending == .uncaught(BufferIsEmpty())
    }
}
