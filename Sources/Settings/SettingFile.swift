import Glibc
import JSON

/// A file of settings: one JSON object.
struct SettingFile {
    /// What the file sets, and where in it.
    private(set) var values: [Setting: (value: SettingValue, origin: SettingOrigin)] = [:]
    private let path: String

    /// - Throws: `SettingError` with everything that is wrong with the file.
    init(_ path: String) throws(SettingError) {
        self.path = path
        let members: [PlacedMember]?
        do { members = try JSONParser.placedMembers(Self.bytes(of: path)) } catch let error as JSONError {
            throw SettingError([Self.sentence(error, path)])
        } catch let error as SettingError {
            throw error
        } catch {
            throw SettingError(["\(path): \(error)"])
        }
        guard let members else { throw SettingError(["\(path): the file must hold a JSON object."]) }
        var sentences: [String] = []
        for placed in members {
            if let sentence = take(placed) { sentences.append(sentence) }
        }
        if !sentences.isEmpty { throw SettingError(sentences) }
    }

    /// Takes a member in; what is wrong with it, if anything is.
    private mutating func take(_ placed: PlacedMember) -> String? {
        let origin = SettingOrigin.file(path: path, line: placed.line, column: placed.column)
        guard let setting = Setting.all.first(where: { $0.key == placed.member.name && $0.isInFile }) else {
            let known = Setting.all.filter(\.isInFile).map(\.key).joined(separator: ", ")
            return "\(path):\(placed.line):\(placed.column): \"\(placed.member.name)\" is no setting of a "
                + "file; there are \(known)."
        }
        guard let value = setting.value(of: placed.member.value) else {
            let given = String(decoding: placed.member.value.serialized.prefix(80), as: UTF8.self)
            let allowed =
                switch setting.kind {
                case .list: "an array of texts that are not empty"
                case .addresses: "an array of addresses such as 192.0.2.1 or 2001:db8::1"
                case .origins: "an array of origins such as https://example.com:8443, or of *"
                case .number, .text, .word: setting.allowed
                }
            return "\(origin.name(of: setting)) must be \(allowed), not \(given)."
        }
        values[setting] = (value, origin)
        return nil
    }

    private static func sentence(_ error: JSONError, _ path: String) -> String {
        switch error {
        case .malformed(let what, let line, let column): "\(path):\(line):\(column): \(what)."
        default: "\(path): \(error)"
        }
    }

    private static func bytes(of path: String) throws(SettingError) -> [UInt8] {
        guard let file = fopen(path, "re") else { throw unreadable(path) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        if ferror(file) != 0 { throw unreadable(path) }
        return bytes
    }

    private static func unreadable(_ path: String) -> SettingError {
        SettingError(["The file of settings \(path) cannot be read: \(String(cString: strerror(errno)))."])
    }
}
