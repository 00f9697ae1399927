import Events
import Threading

/// Finds spin loops: how often each thread has looked in vain, at the same thing, from the same line, when nothing was
/// different, nor did it do anything but look in between. Whoever does so over and over waits for others in a loop.
///
/// How often a thread has looked in vain follows from the order of steps that conflict, so it is the same in all
/// executions of one class.
struct SpinDetector {
    private var threads: ContiguousArray<ThreadLooks> = []
    /// For each object, how many steps on it were more than looks.
    private var versions: ContiguousArray<Int> = []

    /// What a thread has looked at since it last did something else, or saw something new.
    private struct ThreadLooks {
        var looks: ContiguousArray<Look> = []
        var spins = 0
    }

    fileprivate struct Look {
        let object: ObjectID
        let action: Action
        let line: UInt
        let version: Int
    }

    /// Forgets all.
    mutating func restart() {
        for thread in threads.indices {
            threads[thread].looks.removeAll(keepingCapacity: true)
            threads[thread].spins = 0
        }
        for object in versions.indices { versions[object] = 0 }
    }

    /// Takes note of a step.
    mutating func note(_ step: Footprint, line: UInt, isLook: Bool) {
        while threads.count <= step.thread { threads.append(ThreadLooks()) }
        while versions.count <= step.object { versions.append(0) }
        guard isLook else {
            versions[step.object] += 1
            forget(step.thread)
            return
        }
        let version = versions[step.object]
        guard let known = threads[step.thread].looks.first(where: { $0.isSame(as: step, line) }) else {
            add(step, line, version)
            return
        }
        if known.version == version {
            threads[step.thread].spins += 1
        } else {
            forget(step.thread)
            add(step, line, version)
        }
    }

    private mutating func forget(_ thread: ThreadID) {
        threads[thread].looks.removeAll(keepingCapacity: true)
        threads[thread].spins = 0
    }

    private mutating func add(_ step: Footprint, _ line: UInt, _ version: Int) {
        threads[step.thread].looks.append(
            Look(object: step.object, action: step.action, line: line, version: version))
    }

    /// How often a thread has looked in vain by now.
    func count(_ thread: ThreadID) -> Int { thread < threads.count ? threads[thread].spins : 0 }

    /// Whether a look would be in vain if it came at a time when an object had been changed so often.
    ///
    /// - Parameter version: how often; as often as by now if it is nil.
    func isVain(_ look: Footprint, line: UInt, version: Int? = nil) -> Bool {
        guard look.thread < threads.count, look.object < versions.count else { return false }
        let known = threads[look.thread].looks.first { $0.isSame(as: look, line) }
        return known.map { $0.version == version ?? versions[look.object] } ?? false
    }
}

extension SpinDetector.Look {
    fileprivate func isSame(as step: Footprint, _ line: UInt) -> Bool {
        object == step.object && action == step.action && self.line == line
    }
}
