import DequeModule

extension ThreadPool {
    /// Has the workers call a function on every input. Does not wait for them.
    ///
    /// - Parameters:
    ///   - chunkSize: how many inputs in a row one job works through, one or more.
    ///   - timeout: how long the results may take, counted from this call; nil for ever.
    /// - Returns: the results, in the order of the inputs, however they finish.
    /// - Throws: `PoolError`, and the jobs that were queued until then are cancelled; `.badArgument` before there are any.
    public func map<Input: Sendable, Output: Sendable>(
        _ inputs: some Sequence<Input>, chunkSize: Int = 1, timeout: Duration? = nil,
        file: StaticString = #fileID, line: UInt = #line,
        _ transform: @escaping @Sendable (Input) throws -> Output
    ) throws(PoolError) -> MapResults<Output> {
        do { _ = try ArgumentError.check(chunkSize, isIn: 1 ... .max, as: "chunkSize", of: name) } catch {
            throw .badArgument(error)
        }
        let deadline = Deadline(timeout)
        let inputs = Array(inputs)
        var chunks: Deque<Future<[Result<Output, any Error>]>> = []
        for start in stride(from: 0, to: inputs.count, by: chunkSize) {
            // A copy: a part of the array would keep all inputs as long as one job is left.
            let chunk = Array(inputs[start..<min(start + chunkSize, inputs.count)])
            do {
                chunks.append(
                    try submit(file: file, line: line) {
                        chunk.map { input in Result { try transform(input) } }
                    })
            } catch {
                for future in chunks { future.cancel() }
                throw error
            }
        }
        return MapResults(chunks, within: deadline)
    }
}
