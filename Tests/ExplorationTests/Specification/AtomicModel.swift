import LockstepTestKit
import Threading

/// An atomic variable.
struct AtomicModel: SequentialModel {
    var value = 0

    enum Operation: Hashable { case load, store(Int), exchange(Int), compareExchange(Int, Int), add(Int) }

    func answers(to operation: Operation, by thread: Int) -> [(answer: Answer, next: AtomicModel)] {
        switch operation {
        case .load: keeping(.item(value))
        case .store(let value): changing { $0.value = value }
        case .exchange(let value): changing(.item(self.value)) { $0.value = value }
        case .compareExchange(let expected, let desired):
            value == expected ? changing(.item(value)) { $0.value = desired } : keeping(.refused)
        case .add(let operand): changing(.item(value)) { $0.value += operand }
        }
    }
}

extension Specification<AtomicModel> {
    static let atomic = Specification(
        name: "Atomic", model: AtomicModel(),
        alphabet: [
            [.load], [.store(1)], [.exchange(2)], [.compareExchange(0, 1)], [.compareExchange(1, 0)],
            [.add(1)],
        ],
        closing: [.load]
    ) {
        let atomic = Atomic(0)
        return { operation in
            switch operation {
            case .load: return .item(try atomic.load())
            case .store(let value): try atomic.store(value)
            case .exchange(let value): return .item(try atomic.exchange(value))
            case .compareExchange(let expected, let desired):
                let (isExchanged, original) = try atomic.compareExchange(expected: expected, desired: desired)
                return isExchanged ? .item(original) : .refused
            case .add(let operand): return .item(try atomic.wrappingAdd(operand).oldValue)
            }
            return .done
        }
    }
}
