import Glibc
import HTTPServer
public import PlaygroundAPI

extension SettingValues {
    /// Who may use the service. Blocks to read the file of the token.
    ///
    /// - Throws: `SettingError` with everything that is wrong with the token and the names.
    public func access() throws(SettingError) -> Access {
        var sentences: [String] = []
        var access = Access()
        do throws(SettingError) { access.token = try accessToken() } catch { sentences += error.sentences }
        for name in list(.allowedHosts) where name.contains(where: { ":/ ".contains($0) }) {
            sentences.append(
                "--\(Setting.allowedHosts.flag) has \"\(name.prefix(80))\", which is no name: a name has no scheme, "
                    + "port or path, like lockstep.example.org.")
        }
        guard sentences.isEmpty else { throw SettingError(sentences) }
        let origins = Set(list(.allowOrigin))
        access.allowedOrigins = origins.contains(Origin.any) ? .all : .only(origins)
        access.hosts = hosts
        return access
    }

    /// A server for one machine has no names but that machine's own. One that listens elsewhere, or behind a proxy, has
    /// such as it cannot know: there, only an operator who names them wants the others refused.
    private var hosts: Access.Hosts {
        let names = list(.allowedHosts)
        if names.contains("*") { return .any }
        if !names.isEmpty { return .local(and: names) }
        let host = configuration.host
        let isLoopback = host == "localhost" || IPAddress(host)?.isLoopback == true
        return isLoopback && trustedProxies.isEmpty ? .local(and: []) : .any
    }

    private func accessToken() throws(SettingError) -> AccessToken? {
        let place: String
        let text: String
        switch (token, self.text(.tokenFile)) {
        case (nil, nil): return nil
        case (let token?, nil): (place, text) = (Self.tokenVariable, token)
        case (nil, let path?): (place, text) = (path, try Self.firstLine(of: path))
        case (.some, .some):
            throw SettingError([
                "Both \(Self.tokenVariable) and a file of the token are given: one is enough."
            ])
        }
        guard let token = AccessToken(text) else {
            // Not what it is instead: it may be the secret with a misprint.
            throw SettingError([
                "The token in \(place) must be letters, digits and -._~+/ alone, with = at its end if at all."
            ])
        }
        return token
    }

    private static func firstLine(of path: String) throws(SettingError) -> String {
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(line) }
        guard let file = fopen(path, "re") else { throw unreadable(path) }
        defer { fclose(file) }
        guard getline(&line, &capacity, file) >= 0, let line else {
            if ferror(file) != 0 { throw unreadable(path) }
            return ""
        }
        return String(String(cString: line).prefix { $0 != "\n" && $0 != "\r\n" && $0 != "\r" })
    }

    private static func unreadable(_ path: String) -> SettingError {
        SettingError(["The file of the token \(path) cannot be read: \(String(cString: strerror(errno)))."])
    }
}
