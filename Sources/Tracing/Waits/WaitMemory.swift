package import Events

/// What one object's past says of those who wait at a standstill, for it or because of it.
package protocol WaitMemory: Sendable {
    /// Takes an event on the object in.
    mutating func add(_ event: TraceEvent)

    /// The threads that used to do what this wait for the object waits for; nil if only a holder can end it.
    func helpers(for wait: TraceEvent) -> Set<ThreadID>?

    /// Reasons that lie in the object, for which threads wait whatever it is that they wait for. They are looked for
    /// first, since each keeps others waiting.
    ///
    /// - Parameter open: those for whose wait no reason is known so far.
    func entanglements(of object: ObjectID, among open: Set<ThreadID>, in standstill: Standstill)
        -> [StandstillCause]

    /// Why nobody ends the wait of these threads for the object; nil if its past does not tell.
    func cause(of threads: [ThreadID], for object: ObjectID, in standstill: Standstill) -> StandstillCause?
}

extension WaitMemory {
    package func helpers(for wait: TraceEvent) -> Set<ThreadID>? { nil }

    package func entanglements(
        of object: ObjectID, among open: Set<ThreadID>, in standstill: Standstill
    ) -> [StandstillCause] { [] }

    package func cause(
        of threads: [ThreadID], for object: ObjectID, in standstill: Standstill
    ) -> StandstillCause? { nil }
}

/// An object whose past says nothing about waits.
struct NoMemory: WaitMemory {
    func add(_ event: TraceEvent) {}
}

/// Some threads that wait for the same reason.
package struct StandstillCause: Sendable {
    /// What the reason is called.
    package let form: DeadlockForm
    /// What it is, as a sentence.
    package let sentence: String
    /// The waits themselves, by thread.
    package let threads: [ThreadID]
    /// Events that explain it, beside the waits.
    package var evidence: [TraceEvent] = []
    /// Who would have to help whom, if that closes a circle.
    package var cycle: [CycleLink] = []
}
