/// Where jobs' records are kept, of all kinds together. Its functions may be called from any thread, and block for as
/// long as the storage takes.
public protocol JobStore: Sendable {
    /// Keeps a new record; the oldest ones go when there are too many.
    func insert<Record: JobRecord>(_ record: EncodedRecord<Record>) throws(StoreError)
    /// Replaces a record by what has become of it. Does nothing if it was deleted meanwhile.
    func replace<Record: JobRecord>(_ record: EncodedRecord<Record>) throws(StoreError)
    /// A record, whole.
    func record<Record: JobRecord>(_ id: JobID, as type: Record.Type) throws(StoreError) -> Record?
    /// A record's JSON, byte for byte what it was when it was last inserted or replaced.
    func json(_ id: JobID, of kind: JobKind) throws(StoreError) -> [UInt8]?
    /// Records of one kind, newest first, as lists show them.
    func page<Record: JobRecord>(_ query: JobQuery, of type: Record.Type) throws(StoreError) -> JobPage<
        Record
    >
    /// Forgets a record, and says whether it was there.
    func delete(_ id: JobID, of kind: JobKind) throws(StoreError) -> Bool
    /// How much is kept.
    var usage: StoreUsage { get }
    /// Looks whether records can be written, by writing something that changes nothing.
    func check() throws(StoreError)
    /// Brings everything to where it stays. Every later call throws, if there is such a place.
    func close() throws(StoreError)
}

/// How much a store keeps.
public struct StoreUsage: Sendable, Hashable {
    /// How many records of each kind.
    public let counts: [JobKind: Int]
    /// The bytes that they take; nil if that is not known.
    public let bytes: Int?

    /// So much.
    public init(counts: [JobKind: Int], bytes: Int?) {
        self.counts = counts
        self.bytes = bytes
    }

    /// How many records of a kind.
    public func count(of kind: JobKind) -> Int { counts[kind] ?? 0 }
}
