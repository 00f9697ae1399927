extension Duration {
    /// The duration in whole nanoseconds, rounded towards zero, and clamped to what 62 bits hold (146 years), so
    /// that it can be added to a time.
    public var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let limit: Int64 = 1 << 62
        let (whole, overflows) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        if overflows || abs(whole) >= limit { return seconds < 0 ? -limit : limit }
        return max(-limit, min(limit, whole + attoseconds / 1_000_000_000))
    }

    /// The moment that comes so long after another, in nanoseconds. Where time is virtual centuries go by, but no deadline
    /// is so late that nothing could be counted on from there.
    public func after(_ moment: Int64) -> Int64 {
        let last: Int64 = 3 << 61
        let (sum, overflows) = moment.addingReportingOverflow(nanoseconds)
        return overflows ? last : min(last, sum)
    }
}
