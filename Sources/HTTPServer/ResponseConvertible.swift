/// An error that knows which response it is: thrown by a handler, it becomes the answer.
public protocol ResponseConvertible: Error {
    /// The answer to `request`. Runs on the thread that threw, and should not block.
    func response(to request: Request) -> Response
}
