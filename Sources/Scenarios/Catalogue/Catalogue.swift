import Scheduling

/// All scenarios, in the order in which a reader meets them.
public enum Catalogue {
    /// The scenarios.
    public static let scenarios: [AnyScenario] = [
        AnyScenario(Race.self), AnyScenario(LockScenario.self), AnyScenario(Deadlock.self),
        AnyScenario(ReentrantLock.self), AnyScenario(LockOrder.self), AnyScenario(Noodles.self),
        AnyScenario(Philosophers.self), AnyScenario(ReadersWriters.self), AnyScenario(Peterson.self),
        AnyScenario(SemaphoreScenario.self), AnyScenario(EventScenario.self),
        AnyScenario(ConditionScenario.self), AnyScenario(ConditionWaitFor.self), AnyScenario(LostWakeup.self),
        AnyScenario(ProducerConsumerBug.self), AnyScenario(BarrierScenario.self),
        AnyScenario(LatchScenario.self),
        AnyScenario(TimerScenario.self),
        AnyScenario(QueueScenario.self), AnyScenario(QueueBlocking.self),
        AnyScenario(PoolSubmit.self), AnyScenario(PoolMap.self), AnyScenario(PoolCallback.self),
        AnyScenario(PoolCancel.self), AnyScenario(PoolDeadlock.self),
    ]

    /// The scenario of that name; nil if there is none.
    public static func scenario(named name: String) -> AnyScenario? {
        scenarios.first { $0.about.name == name }
    }
}
