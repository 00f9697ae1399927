/// What is remembered of an object while data races are looked for: the steps that whoever acts on it next may come after.
/// A negative number stands for none.
struct ObjectMemory: Equatable {
    /// | kind | which step |
    /// |---|---|
    /// | lock, rlock | the acquire of whoever holds it now |
    /// | event | the set that raised the flag |
    /// | latch | the count that opened it |
    /// | atomic | the one that put its value there |
    /// | future | the one that ended it |
    /// | semaphore | the oldest release of which permits are left |
    /// | variable | the last write |
    var first: Int32 = -1
    /// | kind | which step |
    /// |---|---|
    /// | lock, rlock | the last release |
    /// | event | the clear that lowered the flag |
    /// | variable | the first of the reads since the last write that count |
    var second: Int32 = -1
    /// Of a variable, whether several reads count: by Flanagan and Freund one is enough as long as each comes after the one
    /// before.
    var hasSeveralReads = false
}
