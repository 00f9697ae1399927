/// The messages of a stream of Server-Sent Events (WHATWG HTML, section 9.2), as far as a service sends them.
struct EventStream {
    /// One message.
    struct Message {
        /// What it is called.
        let name: String
        /// Its data, line by line joined.
        let data: [UInt8]
        /// The line of the stream in which its data begin, from 1.
        let line: Int
    }

    /// The messages that are whole: what comes after the last empty line is none yet.
    let messages: [Message]

    /// The messages of a stream, or of as much of it as there is.
    init(_ bytes: [UInt8]) {
        var messages: [Message] = []
        var (name, data, start) = ("", [UInt8](), 0)
        for (index, line) in Self.lines(of: bytes).enumerated() {
            if line.isEmpty {
                if start > 0 { messages.append(Message(name: name, data: data, line: start)) }
                (name, data, start) = ("", [], 0)
                continue
            }
            let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
            var value = line[colon...].dropFirst()
            if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
            switch String(decoding: line[..<colon], as: UTF8.self) {
            case "event": name = String(decoding: value, as: UTF8.self)
            case "data":
                if start > 0 { data.append(UInt8(ascii: "\n")) } else { start = index + 1 }
                data += value
            // Comments, ids, and what a later standard may add.
            default: break
            }
        }
        self.messages = messages
    }

    /// The lines that are whole. One ends with LF, CR or both.
    private static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        let (lineFeed, carriageReturn) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
        var (lines, start) = ([ArraySlice<UInt8>](), bytes.startIndex)
        for (index, byte) in bytes.enumerated() where byte == lineFeed || byte == carriageReturn {
            if byte == lineFeed, index > 0, bytes[index - 1] == carriageReturn {
                start = index + 1
                continue
            }
            lines.append(bytes[start..<index])
            start = index + 1
        }
        return lines
    }
}
