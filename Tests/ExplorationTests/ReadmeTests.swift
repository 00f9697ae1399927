import FoundationEssentials
import Testing

@Suite struct `the example of README` {
    @Test func `is the one that is tested here`() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        let example = try String(
            contentsOf: folder.appending(path: "ReadmeExampleTests.swift"), encoding: .utf8)
        let readme = try String(contentsOf: folder.appending(path: "../../README.md"), encoding: .utf8)
        #expect(readme.contains("```swift\n\(example)```"))
    }
}
