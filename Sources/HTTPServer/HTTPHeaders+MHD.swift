import CMicroHTTPD
import Glibc

extension HTTPHeaders {
    /// Copies the header of the request that `connection` is about.
    init(from connection: OpaquePointer) {
        var storage: [UInt8] = []
        storage.reserveCapacity(256)
        withUnsafeMutablePointer(to: &storage) { target in
            _ = MHD_get_connection_values_n(connection, .HEADER_KIND, appendField, target)
        }
        self.init(storage: storage)
    }

    /// Calls `body` with each field's name and value.
    func withCStrings(_ body: (UnsafePointer<CChar>, UnsafePointer<CChar>) -> Void) {
        storage.withUnsafeBytes { bytes in
            guard var position = bytes.assumingMemoryBound(to: CChar.self).baseAddress else { return }
            let end = position + bytes.count
            while position < end {
                let value = position + strlen(position) + 1
                body(position, value)
                position = value + strlen(value) + 1
            }
        }
    }
}

private let appendField: MHD_KeyValueIteratorN = { target, _, name, nameSize, value, valueSize in
    guard let storage = target?.assumingMemoryBound(to: [UInt8].self), let name else { return .YES }
    storage.pointee.append(contentsOf: UnsafeRawBufferPointer(start: name, count: nameSize))
    storage.pointee.append(0)
    if let value {
        storage.pointee.append(contentsOf: UnsafeRawBufferPointer(start: value, count: valueSize))
    }
    storage.pointee.append(0)
    return .YES
}
