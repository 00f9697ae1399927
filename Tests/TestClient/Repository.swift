/// The repository that this file is in.
package enum Repository {
    /// Its folder's path.
    package static let folder = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
}
