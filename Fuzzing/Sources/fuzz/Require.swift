/// Ends the process, and says why, unless a rule is kept. `precondition` says nothing in a release build.
func require(_ isKept: Bool, _ what: @autoclosure () -> String) {
    if !isKept { fatalError(what()) }
}
