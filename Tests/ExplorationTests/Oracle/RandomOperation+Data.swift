import Threading

// What threads share: variables, atomics, and objects that one of them makes for others.
extension RandomOperation {
    static let increment = Self("x += 1") { try $0.variables[0].write($0.variables[0].read() + 1) }

    static let variables = [
        increment,
        Self("x") { try $0.variables[0].read() },
        Self("y") { try $0.variables[1].read() },
        Self("x = 1") { try $0.variables[0].write(1) },
        Self("x = 2") { try $0.variables[0].write(2) },
        Self("y = 1") { try $0.variables[1].write(1) },
        Self("y += 1") { try $0.variables[1].write($0.variables[1].read() + 1) },
        Self("x = y") { try $0.variables[0].write($0.variables[1].read()) },
        Self("one of two new objects, handed over") { (objects) -> Void in
            // Which of them is the first that its thread makes depends on what it reads.
            let made = try objects.variables[0].read() == 0 ? Handed(Event()) : Handed(Shared(0))
            try objects.handed.write(made)
        },
        Self("what was handed over") { try $0.handed.read()?.look() ?? -1 },
        Self("what was handed over, changed") { try $0.handed.read()?.change() },
    ]

    static let atomics = [
        Self("a.load") { try $0.atomic.load() },
        Self("a.store(1)") { try $0.atomic.store(1) },
        Self("a.exchange(2)") { try $0.atomic.exchange(2) },
        Self("a.compareExchange(0, 1)") { try exchange(0, for: 1, $0.atomic) },
        Self("a.compareExchange(1, 0)") { try exchange(1, for: 0, $0.atomic) },
        Self("a.add(1)") { try $0.atomic.wrappingAdd(1).oldValue },
        Self("two tries of a.compareExchange(0, 1)") { objects in
            for turn in 1...2 where try objects.atomic.compareExchange(expected: 0, desired: 1).exchanged {
                return turn
            }
            return 0
        },
    ]

    private static func exchange(_ expected: Int, for desired: Int, _ atomic: Atomic<Int>) throws -> Int {
        let (isExchanged, original) = try atomic.compareExchange(expected: expected, desired: desired)
        return isExchanged ? 10 + original : original
    }
}

/// What one thread has made for others: an event, or a variable.
struct Handed: Sendable {
    private let object: Object

    private enum Object: Sendable {
        case event(Event)
        case variable(Shared<Int>)
    }

    init(_ event: Event) { object = .event(event) }

    init(_ variable: Shared<Int>) { object = .variable(variable) }

    func look() throws -> Int {
        switch object {
        case .event(let event): event.isSet ? 1 : 0
        case .variable(let variable): try variable.read()
        }
    }

    func change() throws {
        switch object {
        case .event(let event): event.set()
        case .variable(let variable): try variable.write(1)
        }
    }
}
