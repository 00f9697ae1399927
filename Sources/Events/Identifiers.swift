/// A number that tells one thread of a run from the others: 0 is a run's main thread. Negative outside a run.
public typealias ThreadID = Int

/// A number that tells one object of a run from the others; -1 for an object that belongs to no run.
public typealias ObjectID = Int
