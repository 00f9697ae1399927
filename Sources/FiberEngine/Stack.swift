import CFiber

/// Memory that a fiber runs on, with a page below it that may not be touched.
struct Stack: ~Copyable {
    /// In bytes. Pages that a fiber never reaches cost address space only.
    static let size = 256 * 1024
    let base: UnsafeMutableRawPointer

    init() throws(NoMemory) {
        guard let base = lockstep_stack_map(Self.size) else { throw NoMemory() }
        self.base = base
    }

    deinit { lockstep_stack_unmap(base, Self.size) }
}

/// There is no memory for another stack.
struct NoMemory: Error {}
