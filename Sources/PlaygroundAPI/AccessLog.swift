public import HTTPServer
import Synchronization
public import Threading

/// Writes a line about every request that is over.
///
/// The lines are written by a thread of its own: whoever reads them slowly must not hold up the server. Where too many
/// wait to be written, further ones are left out, and counted.
public final class AccessLog: ServerObserver {
    private let writer: ThreadPool
    private let write: @Sendable (String) -> Void
    private let missing = Synchronization.Atomic(0)

    /// - Parameters:
    ///   - lineLimit: how many lines may wait to be written, one or more.
    ///   - write: takes a line without its end; may block.
    /// - Throws: `ArgumentError` for any other limit.
    public init(lineLimit: Int = 8192, write: @escaping @Sendable (String) -> Void) throws(ArgumentError) {
        writer = try ThreadPool(workers: 1, queueLimit: lineLimit, name: "access log")
        self.write = write
    }

    /// Has the line written.
    public func requestFinished(_ request: FinishedRequest) {
        do {
            try writer.execute { [self] in
                let missing = missing.exchange(0, ordering: .relaxed)
                if missing > 0 { write("missing=\(missing)") }
                write(Self.line(request))
            }
        } catch {
            missing.add(1, ordering: .relaxed)
        }
    }

    /// Blocks until everything is written. Nothing more is.
    public func close() { writer.shutdown() }

    /// `method=GET target="/runs" status=200 bytes=2130 ms=0.412 client=127.0.0.1 id=1k2v9qz-17`; a hyphen stands for
    /// what is not known.
    private static func line(_ request: FinishedRequest) -> String {
        let microseconds = request.duration / .microseconds(1)
        let thousandths = Int(microseconds.rounded())
        let fraction = String(thousandths % 1000 + 1000).dropFirst()
        return "method=\(escaped(request.method.rawValue)) target=\"\(escaped(request.target))\""
            + " status=\(request.status.map { "\($0)" } ?? "-") bytes=\(request.bytes)"
            + " ms=\(thousandths / 1000).\(fraction)"
            + " client=\(request.remoteAddress.isEmpty ? "-" : request.remoteAddress) id=\(request.id ?? "-")"
    }

    /// The text with nothing in it that could end the line, or the quotes, or mean something to a terminal: all but
    /// ASCII's printable characters is written as its bytes.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): escaped += "\\" + String(UnicodeScalar(byte))
            case 0x20...0x7e: escaped.unicodeScalars.append(UnicodeScalar(byte))
            default: escaped += "\\x" + String(Int(byte) + 0x100, radix: 16).dropFirst()
            }
        }
        return escaped
    }
}
