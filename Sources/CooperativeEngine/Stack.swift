import CFiber
import Threading

/// Memory that a fiber runs on, with a page below it that may not be touched.
struct Stack: ~Copyable {
    /// In bytes. Pages that a fiber never reaches cost address space only.
    static let size = 256 * 1024
    let base: UnsafeMutableRawPointer

    /// - Throws: `ThreadError.refusedBySystem` if there is no memory.
    init(for thread: Thread) throws(ThreadError) {
        guard let base = lockstep_stack_map(Self.size) else {
            throw .refusedBySystem(thread: thread.name, reason: "there is no memory for its stack")
        }
        self.base = base
    }

    deinit { lockstep_stack_unmap(base, Self.size) }
}
