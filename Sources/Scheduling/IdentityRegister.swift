package import Events
import Threading

/// Where engines that run one program at the same time agree on the numbers of its threads and objects.
public final class IdentityRegister: Sendable {
    package let threads = Numbers()
    package let objects = Numbers()

    /// A register in which nothing has a number yet; 0 is the main thread, and its life.
    public init() {}

    package final class Numbers: Sendable {
        private let known = Locked<(count: Int, numbers: [[ThreadID]: Int])>((1, [:]))

        package func number(_ index: Int, of maker: ThreadID) -> Int {
            known.withLock { known in
                if let number = known.numbers[[maker, index]] { return number }
                known.numbers[[maker, index]] = known.count
                known.count += 1
                return known.count - 1
            }
        }
    }
}
