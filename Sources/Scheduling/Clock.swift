/// By what time a cooperative run goes.
public enum Clock: String, Sendable, CaseIterable {
    /// The real one.
    case wall
    /// One that stands still while any thread can act, and then jumps to the next deadline: an hour's sleep takes no
    /// time, and of two sleeps the shorter is over first.
    case virtual
    /// None. A thread may be arbitrarily slow, so a sleep orders nothing and a timeout may come whenever its guard
    /// does not hold; every thread has a time of its own. What is proved without time holds on any machine.
    case free
}
