import PlaygroundAPI
import Settings
import Testing

@Suite struct `who may use the service, by settings` {
    /// Untyped in what it throws, as expectations want it.
    private func token(_ values: SettingValues) throws -> AccessToken? { try values.access().token }

    private func sentences(_ flags: [Setting: String], _ environment: [String: String] = [:]) throws
        -> [String]
    {
        let values = try SettingValues(flags: flags, environment: environment)
        return #expect(throws: SettingError.self) { try values.access() }?.sentences ?? []
    }

    @Test func `a token is the first line of a file, or a variable's text`() throws {
        #expect(try token(SettingValues()) == nil)
        try withFile("s3cret\r\nand more") { path throws in
            let values = try SettingValues(flags: [.tokenFile: path], environment: [:])
            #expect(try token(values) == AccessToken("s3cret"))
        }
        let values = try SettingValues(flags: [:], environment: ["LOCKSTEP_TOKEN": "s3cret"])
        #expect(try token(values) == AccessToken("s3cret"))
        #expect(values.warnings == [])
    }

    @Test func `what is wrong with a token is told without telling it`() throws {
        #expect(
            try sentences([:], ["LOCKSTEP_TOKEN": "s3 cret"]) == [
                "The token in LOCKSTEP_TOKEN must be letters, digits and -._~+/ alone, with = at its end if at all."
            ])
        try withFile("") { path throws in
            #expect(
                try sentences([.tokenFile: path]) == [
                    "The token in \(path) must be letters, digits and -._~+/ alone, with = at its end if at all."
                ])
            #expect(
                try sentences([.tokenFile: path], ["LOCKSTEP_TOKEN": "t"]) == [
                    "Both LOCKSTEP_TOKEN and a file of the token are given: one is enough."
                ])
        }
        #expect(
            try sentences([.tokenFile: "/nowhere/token", .allowedHosts: "http://a.org"]) == [
                "The file of the token /nowhere/token cannot be read: No such file or directory.",
                "--allowed-hosts has \"http://a.org\", which is no name: a name has no scheme, port or path, like "
                    + "lockstep.example.org.",
            ])
    }

    @Test func `a token is not shown where settings are printed`() throws {
        let values = try SettingValues(flags: [:], environment: ["LOCKSTEP_TOKEN": "s3cret"])
        let shown = try #require(try token(values))
        #expect("\(shown)" == "a secret")
    }

    @Test(
        arguments: [
            ([:], Access.Hosts.local(and: [])), ([.host: "::1"], .local(and: [])),
            ([.host: "0:0::0:1"], .local(and: [])), ([.host: "::ffff:127.0.0.1"], .local(and: [])),
            ([.host: "127.1.2.3"], .local(and: [])), ([.host: "127.example.org"], .any),
            ([.host: "localhost"], .local(and: [])), ([.host: "0.0.0.0"], .any), ([.host: "192.0.2.1"], .any),
            ([.trustedProxies: "127.0.0.1"], .any), ([.allowedHosts: "*"], .any),
            ([.host: "0.0.0.0", .allowedHosts: "a.org, b.org"], .local(and: ["a.org", "b.org"])),
            ([.trustedProxies: "::1", .allowedHosts: "a.org"], .local(and: ["a.org"])),
        ] as [([Setting: String], Access.Hosts)])
    func `names are looked at on the loopback interface, and where there are some`(
        _ flags: [Setting: String], _ hosts: Access.Hosts
    ) throws {
        #expect(try SettingValues(flags: flags, environment: [:]).access().hosts == hosts)
    }
}
