extension ThreadPool {
    /// Has the workers call a function on every input. Does not wait for them.
    ///
    /// - Parameters:
    ///   - chunkSize: how many inputs in a row one job works through, one or more.
    ///   - timeout: how long the results may take, counted from this call; nil for ever.
    /// - Returns: the results, in the order of the inputs, however they finish.
    /// - Throws: `PoolError`; the jobs that were queued until then are cancelled.
    public func map<Input: Sendable, Output: Sendable>(
        _ inputs: some Sequence<Input>, chunkSize: Int = 1, timeout: Duration? = nil,
        file: StaticString = #fileID, line: UInt = #line,
        _ transform: @escaping @Sendable (Input) throws -> Output
    ) throws(PoolError) -> MapResults<Output> {
        do { _ = try ArgumentError.check(chunkSize, isIn: 1 ... .max, as: "chunkSize", of: name) } catch {
            throw .badArgument(error)
        }
        let inputs = Array(inputs)
        var chunks: [Future<[Result<Output, any Error>]>] = []
        for start in stride(from: 0, to: inputs.count, by: chunkSize) {
            let chunk = inputs[start..<min(start + chunkSize, inputs.count)]
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
        return MapResults(chunks: chunks, timeout: timeout)
    }
}

/// The results of a `map`, in the order of its inputs; reading one waits until it is there.
public struct MapResults<Output: Sendable> {
    private let engine = Thread.current.engine
    private let deadline: Int64?
    private var chunks: ArraySlice<Future<[Result<Output, any Error>]>>
    private var current: ArraySlice<Result<Output, any Error>> = []

    init(chunks: [Future<[Result<Output, any Error>]>], timeout: Duration?) {
        self.chunks = chunks[...]
        deadline = timeout.map { [engine] in $0.after(engine.now()) }
    }

    /// The next result; nil after the last. Waits until it is there.
    ///
    /// - Throws: `FutureError.failed` with the error of the input whose turn it is, `.timedOut`, `.cancelled` or
    ///   `.interrupted`. After an error, jobs that nobody has begun are cancelled, and there are no more results.
    public mutating func next(
        file: StaticString = #fileID, line: UInt = #line
    ) throws(FutureError) -> Output? {
        do throws(FutureError) {
            while current.isEmpty {
                guard let chunk = chunks.popFirst() else { return nil }
                let left = deadline.map { Duration.nanoseconds($0 - engine.now()) }
                do throws(FutureError) {
                    current = try chunk.result(timeout: left, file: file, line: line)[...]
                } catch {
                    chunk.cancel()
                    throw error
                }
            }
            switch current.popFirst() {
            case .success(let output): return output
            case .failure(let error): throw .failed(error)
            case nil: return nil
            }
        } catch {
            for chunk in chunks { chunk.cancel() }
            (chunks, current) = ([], [])
            throw error
        }
    }

    /// All results that are left.
    ///
    /// - Throws: as `next()`; the results before the error are lost then.
    public mutating func collect(
        file: StaticString = #fileID, line: UInt = #line
    ) throws(FutureError) -> [Output] {
        var outputs: [Output] = []
        while let output = try next(file: file, line: line) { outputs.append(output) }
        return outputs
    }
}
