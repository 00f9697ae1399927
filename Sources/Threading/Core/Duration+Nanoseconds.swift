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
}
