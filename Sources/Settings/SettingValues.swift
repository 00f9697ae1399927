/// What every setting is set to: by its flag, else by its variable, else by the file, else by its default.
public struct SettingValues: Sendable {
    private var chosen: [Setting: (value: SettingValue, origin: SettingOrigin)] = [:]
    /// Sentences about variables that look like settings and are none.
    ///
    /// Only warnings: a variable may be somebody else's. Kubernetes gives every container of a namespace with a service
    /// called lockstep a LOCKSTEP_SERVICE_HOST, and the server is not to fail on account of that.
    public private(set) var warnings: [String] = []

    /// The text of `tokenVariable`.
    private(set) var token: String?

    /// The variable that holds the token. There is no such flag, because everybody on the machine can read the flags of
    /// a process.
    static let tokenVariable = Setting.variablePrefix + "TOKEN"

    /// The defaults.
    public init() {}

    /// The settings of these flags and variables, and of the file that they name. Blocks to read the file.
    ///
    /// - Parameters:
    ///   - flags: the texts of the flags that were given.
    ///   - environment: all variables; those whose names do not begin with `LOCKSTEP_` are not looked at, nor are
    ///     empty ones, which is how a compose file passes on what is not set.
    /// - Throws: `SettingError` with everything that is wrong in the flags, the variables and the file.
    public init(flags: [Setting: String], environment: [String: String]) throws(SettingError) {
        var sentences: [String] = []
        var variables: [Setting: (value: SettingValue, origin: SettingOrigin)] = [:]
        for (name, text) in environment.sorted(by: { $0.key < $1.key })
        where name.hasPrefix(Setting.variablePrefix) && !text.isEmpty {
            if name == Self.tokenVariable {
                token = text
                continue
            }
            guard let setting = Setting.all.first(where: { $0.variable == name }) else {
                warnings.append("The variable \(name) is no setting, and is ignored.")
                continue
            }
            take(setting, text, .variable, into: &variables, &sentences)
        }
        var given: [Setting: (value: SettingValue, origin: SettingOrigin)] = [:]
        for setting in Setting.all {
            if let text = flags[setting] { take(setting, text, .flag, into: &given, &sentences) }
        }
        chosen = variables.merging(given) { _, flag in flag }
        if let path = text(.config) {
            do throws(SettingError) {
                chosen = try SettingFile(path).values.merging(chosen) { _, other in other }
            } catch {
                sentences += error.sentences
            }
        }
        if let sentence = conflict { sentences.append(sentence) }
        if !sentences.isEmpty { throw SettingError(sentences) }
    }

    private func take(
        _ setting: Setting, _ text: String, _ origin: SettingOrigin,
        into values: inout [Setting: (value: SettingValue, origin: SettingOrigin)],
        _ sentences: inout [String]
    ) {
        if let value = setting.value(of: text) {
            values[setting] = (value, origin)
        } else {
            let fault = setting.fault(in: text).prefix(80)
            sentences.append("\(origin.name(of: setting)) must be \(setting.allowed), not \"\(fault)\".")
        }
    }

    /// What is wrong with the two time-outs of runs together. A default that was not asked for gives way silently.
    private var conflict: String? {
        guard let usual = chosen[.runTimeoutMs], case .number(let time) = usual.value else { return nil }
        let longest = number(.longestRunTimeoutMs)
        guard time > longest else { return nil }
        let origin: SettingOrigin = chosen[.longestRunTimeoutMs]?.origin ?? .preset
        let (name, other) = (usual.origin.name(of: .runTimeoutMs), origin.name(of: .longestRunTimeoutMs))
        return "\(name) must not be more than \(other), \(longest), but is \(time)."
    }

    /// What a setting is set to; nil if it has no value.
    public subscript(setting: Setting) -> SettingValue? { chosen[setting]?.value ?? setting.defaultValue }

    func number(_ setting: Setting) -> Int {
        guard case .number(let number)? = self[setting] else {
            preconditionFailure("\(setting.flag) is no number")
        }
        return number
    }

    func text(_ setting: Setting) -> String? {
        switch self[setting] {
        case .text(let text): return text
        case nil: return nil
        case .number, .list: preconditionFailure("\(setting.flag) is no text")
        }
    }

    func list(_ setting: Setting) -> [String] {
        guard case .list(let texts)? = self[setting] else {
            preconditionFailure("\(setting.flag) is no list")
        }
        return texts
    }
}
