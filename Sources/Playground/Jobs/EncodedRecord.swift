import Synchronization

/// A record and its JSON, which is made when it is first asked for, and only then: the store and the answer share it.
/// A trace of many events takes longer to write down than to record.
public final class EncodedRecord<Record: JobRecord>: Sendable {
    /// The record.
    public let record: Record
    private let bytes = Mutex<[UInt8]?>(nil)

    /// A record whose JSON nobody has asked for yet.
    public init(_ record: Record) { self.record = record }

    /// The record as one JSON object. Blocks while another thread writes it.
    public var json: [UInt8] {
        bytes.withLock { bytes in
            if let bytes { return bytes }
            let written = record.json
            bytes = written
            return written
        }
    }
}
