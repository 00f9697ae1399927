import ArgumentParser
import Glibc
import JSON
import Playground

/// Says what is wrong with arguments that parse and mean nothing, or with what they name. The usage would not tell more, so
/// it is left out. The sentence may quote what a file or an argument has, and is shown as one line.
func refusal(_ sentence: String) -> ExitCode {
    let line = Array("Error: \(sentence.escapingControls())\n".utf8)
    _ = write(STDERR_FILENO, line, line.count)
    return .validationFailure
}

extension JobError {
    /// The error in a sentence or several, with flags by their names.
    var sentence: String {
        switch self {
        case .unknownScenario(let name):
            "There is no scenario \"\(name)\"; `lockstep list` lists those there are."
        case .invalid(let errors): errors.map { "\($0.flag) \($0.detail)" }.joined(separator: " ")
        case .notStored(let error): error.description
        case .noThread(let reason): reason
        case .busy, .overShare, .stopping: preconditionFailure("the first job of all is refused")
        }
    }
}

extension FieldError {
    /// The flag that says what the field says to a server: `--timeout-ms` for `timeoutMs`, `--set threads` for
    /// `parameters.threads`.
    fileprivate var flag: String {
        if field == "scenario" { return "The scenario" }
        if field == "compare.engine" { return "--compare" }
        let parts = field.split(separator: ".", maxSplits: 1)
        if parts[0] == "parameters" { return parts.count == 2 ? "--set \(parts[1])" : "--set" }
        return "--" + parts[parts.count - 1].flatMap { $0.isUppercase ? "-\($0.lowercased())" : "\($0)" }
    }
}
