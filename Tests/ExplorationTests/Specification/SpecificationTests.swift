import LockstepTestKit
import Testing
import Threading

@Suite struct `no schedule tells from its sequential specification` {
    @Test func `a Lock`() { check(.lock) }
    @Test func `an RLock`() { check(.rlock, length: 3) }  // taken twice, let go once
    @Test func `a Semaphore`() { check(.semaphore) }
    @Test func `a BoundedSemaphore`() { check(.boundedSemaphore) }
    @Test func `a Shared`() { check(.variable) }
    @Test func `an Atomic`() { check(.atomic) }
    @Test func `an Event`() { check(.event) }
    @Test func `a CountDownLatch`() { check(.latch) }
    @Test func `a Future`() { check(.future) }
    @Test func `a bounded Queue`() { check(.boundedQueue) }
    @Test(arguments: Specification<QueueModel>.orderedQueues)
    func `an unbounded queue`(_ specification: Specification<QueueModel>) { check(specification) }

    /// Only by its results: what is one call of it is three operations of its model.
    @Test func `a Condition`() {
        let condition = Specification.condition
        let programs = condition.pairs(length: 1) + condition.sample(60, threads: 3, length: 2)
        #expect(condition.fault(inAnyOf: programs) == nil)
    }

    private func check(_ specification: Specification<some SequentialModel>, length: Int = 2) {
        let programs = specification.pairs(length: length) + specification.sample(100, threads: 3, length: 2)
        #expect(specification.fault(inAnyOf: programs) == nil)
        let small =
            specification.pairs(length: 1) + specification.sample(60, threads: 2, length: 2)
            + specification.sample(20, threads: 3, length: 1)
        #expect(specification.disorder(inAnyOf: small) == nil)
    }
}
