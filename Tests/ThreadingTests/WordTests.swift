import Testing
import Threading

@Suite struct `the words under locks and parkers` {
    @Test func `a lock hands over between many threads without losing an increment`() throws {
        let lock = Lock()
        let counter = Shared(0)
        let threads = (0..<8).map { _ in
            Thread {
                for _ in 0..<2_000 {
                    try lock.withLock { try counter.write(counter.read() + 1) }
                }
            }
        }
        for thread in threads { try thread.start() }
        for thread in threads { try thread.join() }
        #expect(counter.finalValue == 16_000)
    }
}
