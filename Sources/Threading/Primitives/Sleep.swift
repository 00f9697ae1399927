import Events

/// Blocks the calling thread for a time, as Python's `time.sleep`. Zero or less lets others go first that can go on.
///
/// - Throws: `Interrupted` if the thread is interrupted, or becomes so before the time is up.
public func sleep(
    for duration: Duration, file: StaticString = #fileID, line: UInt = #line
) throws(Interrupted) {
    let thread = Thread.current
    thread.engine.attend(to: thread, yielding: false)
    let start = thread.engine.now()
    let deadline = max(start, duration.after(start))
    thread.record(.sleep, phase: .wait, value: .integer(Int(duration.nanoseconds)), file: file, line: line)
    // Even no sleep at all can be interrupted: a loop of them must have an end.
    var isOver = false
    while !isOver && !thread.isInterrupted {
        thread.engine.willBlock(thread, on: nil, until: deadline)
        isOver = !thread.engine.block(thread, until: deadline)
    }
    thread.record(.sleep, phase: isOver ? .done : .interrupt, file: file, line: line)
    if !isOver { throw .interrupted }
}

/// Prints a line to the output of the calling thread's run; outside a run, to standard output.
public func output(_ text: String, file: StaticString = #fileID, line: UInt = #line) {
    let thread = Thread.current
    thread.engine.attend(to: thread, yielding: false)
    if thread.engine === FreeEngine.shared {
        print(text)
    } else {
        thread.record(.output, phase: .done, value: .text(text), file: file, line: line)
    }
}
