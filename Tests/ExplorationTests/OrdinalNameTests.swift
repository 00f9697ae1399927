import Exploration
import LockstepTestKit
import Testing
import Threading

/// An object without a name is called by how many of its kind were made before it, by whichever thread: which of two
/// threads makes its own first is no step, but can be told.
@Suite struct `the name of an object that was given none` {
    @Test func `is no end that only brute force sees`() {
        let program = { @Sendable () -> String in
            let (own, other, name) = (Shared(0), Shared(0), Shared(""))
            try runAll([
                {
                    try own.write(1)
                    try name.write(Lock().name)
                },
                {
                    try other.write(1)
                    _ = Lock()
                },
            ])
            return name.finalValue
        }
        #expect(explore(.exhaustive, program).endSet == explore(.bruteForce, program).endSet)
    }

    /// The error names the lock.
    @Test func `makes no error another`() {
        let program = { @Sendable () -> Int in
            let (own, other) = (Shared(0), Shared(0))
            try runAll([
                {
                    try own.write(1)
                    try Lock().release()
                },
                {
                    try other.write(1)
                    _ = Lock()
                },
            ])
            return 0
        }
        let (reduced, all) = (explore(.exhaustive, program), explore(.bruteForce, program))
        #expect(reduced.endSet == all.endSet)
    }
}
