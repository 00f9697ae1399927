public import Tracing

extension Trace {
    /// Everything that the analyses report about a run, the gravest first.
    ///
    /// - Parameter isStandstill: whether the run was ended because every thread waited without a deadline.
    public func findings(isStandstill: Bool) -> [Finding] {
        let deadlocks = deadlocks(isStandstill: isStandstill)
        // Who has seen the deadlock itself need not be told that it is possible.
        let happened = deadlocks.compactMap(\.cycle).map { Set($0.map(\.waitsFor)) }
        let inversions = lockOrderInversions.filter { !happened.contains(Set($0.objects)) }
        return deadlocks + dataRaces + lostUpdates + inversions + uncaughtErrors
    }
}
