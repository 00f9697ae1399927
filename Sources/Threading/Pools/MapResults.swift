import DequeModule

/// The results of a `map`, in the order of its inputs; reading one waits until it is there. A result that has been read is
/// kept no longer.
///
/// It cannot be copied, so that it is known when nobody reads on: once it has been read from, letting go of it cancels
/// those jobs that nobody has begun, as closing Python's iterator does. One that is never read from lets all go on.
public struct MapResults<Output: Sendable>: ~Copyable {
    private let deadline: Deadline
    private var chunks: Deque<Future<[Result<Output, any Error>]>>
    private var current: Deque<Result<Output, any Error>> = []
    private var isRead = false

    init(_ chunks: Deque<Future<[Result<Output, any Error>]>>, within deadline: Deadline) {
        self.chunks = chunks
        self.deadline = deadline
    }

    deinit { if isRead { for chunk in chunks { chunk.cancel(file: nowhere, line: 0) } } }

    /// The next result; nil after the last. Waits until it is there.
    ///
    /// - Throws: `FutureError.failed` with the error of the input whose turn it is, `.timedOut`, `.cancelled` or
    ///   `.interrupted`. After an error, jobs that nobody has begun are cancelled, and there are no more results.
    public mutating func next(
        file: StaticString = #fileID, line: UInt = #line
    ) throws(FutureError) -> Output? {
        isRead = true
        do throws(FutureError) {
            while current.isEmpty {
                guard let chunk = chunks.popFirst() else { return nil }
                do throws(FutureError) {
                    current = Deque(try chunk.result(timeout: deadline.left, file: file, line: line))
                } catch {
                    chunk.cancel(file: file, line: line)
                    throw error
                }
            }
            switch current.popFirst() {
            case .success(let output): return output
            case .failure(let error): throw .failed(error)
            case nil: return nil
            }
        } catch {
            for chunk in chunks { chunk.cancel(file: file, line: line) }
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
