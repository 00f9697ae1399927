public import Tracing

/// Something that looks for faults in a trace.
public protocol Analysis: Sendable {
    /// What it finds, in the order of the trace or of the objects concerned.
    func findings(in context: AnalysisContext) -> [Finding]
}

/// A trace to be analysed, with what several analyses need of it. Each part is computed when it is first asked for,
/// and once. For one thread.
public final class AnalysisContext {
    /// The trace.
    public let trace: Trace
    /// Whether the run was ended because every thread waited without a deadline, so that no wait could end any more.
    public let isStandstill: Bool

    /// All of happens-before.
    package private(set) lazy var order = SynchronizationOrder(of: trace)
    /// Which events of other threads made which possible.
    public private(set) lazy var enablers = Enablers(of: trace, in: order)
    /// What came before what whoever had which lock first.
    private(set) lazy var orderWithoutLocks = SynchronizationOrder(of: trace, .withoutLocks)
    /// What came before what in every run that only gives locks another order.
    private(set) lazy var dependences = SynchronizationOrder(of: trace, .dependences)
    /// Who held which locks when.
    private(set) lazy var lockSections = LockSections(of: trace)
    /// The deadlocks, which other analyses need not tell of again.
    private(set) lazy var deadlocks = Deadlocks().findings(in: self)

    /// A trace to be analysed.
    public init(of trace: Trace, isStandstill: Bool = false) {
        self.trace = trace
        self.isStandstill = isStandstill
    }

    /// All analyses, the gravest first.
    private static let analyses: [any Analysis] = [
        DataRaces(), LostUpdates(), LockOrderInversions(), UncaughtErrors(),
    ]

    /// Everything that the analyses report about the run, the gravest first.
    public func findings() -> [Finding] { deadlocks + Self.analyses.flatMap { $0.findings(in: self) } }
}

extension Trace {
    /// Everything that the analyses report about a run, the gravest first.
    ///
    /// - Parameter isStandstill: whether the run was ended because every thread waited without a deadline.
    public func findings(isStandstill: Bool) -> [Finding] {
        AnalysisContext(of: self, isStandstill: isStandstill).findings()
    }
}
