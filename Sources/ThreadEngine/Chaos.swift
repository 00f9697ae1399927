import Threading

/// When a thread is held back, and for how long: chaos mode, as in rr (Robert O'Callahan: "Introducing rr Chaos Mode",
/// 2016).
///
/// On an idle machine the same few interleavings come again and again. With chaos, each thread has a priority that
/// changes at random after some actions; with a low one it starves now and then for a while, in which the others get
/// further than they would. What is drawn follows from the seed; what comes of it, the kernel has a say in.
struct Chaos {
    private var generator: SplitMix64
    private var isLow = false
    /// For how many actions the priority stays.
    private var actionsLeft = 0
    /// For how long the thread may still be held back in all, so that long runs do not become much longer.
    private var allowance = Duration.milliseconds(250)

    init(seed: UInt64) { generator = SplitMix64(seed: seed) }

    /// For how long the thread is held back before its next action; nil if it is not.
    mutating func pause() -> Duration? {
        if actionsLeft == 0 {
            isLow = Bool.random(using: &generator)
            actionsLeft = Int.random(in: 1...8, using: &generator)
        }
        actionsLeft -= 1
        guard isLow, allowance > .zero, Int.random(in: 0..<3, using: &generator) == 0 else { return nil }
        // Mostly short, so that others do a thing or two meanwhile; sometimes they have the time for everything.
        let pause = Duration.microseconds(1 << Int.random(in: 2...12, using: &generator))
        allowance -= pause
        return pause
    }
}
