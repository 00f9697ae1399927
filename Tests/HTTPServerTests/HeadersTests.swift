import HTTPServer
import Testing

@Suite struct HeadersTests {
    @Test func `a field is found whatever the case of its name, and the first of several`() {
        let headers: HTTPHeaders = ["Content-Type": "a", "X": "b", "content-type": "c"]
        #expect(headers["CONTENT-TYPE"] == "a")
        #expect(headers.values(for: "content-type") == ["a", "c"])
        #expect(headers["Content-Typ"] == nil)
        #expect(headers["Content-Types"] == nil)
    }

    @Test func `fields keep their order, and setting one replaces all of its name`() {
        var headers: HTTPHeaders = ["A": "1", "B": "2", "a": "3", "C": ""]
        headers["A"] = "4"
        #expect(headers.map(\.name) == ["B", "C", "A"])
        #expect(headers.map(\.value) == ["2", "", "4"])
        headers["b"] = nil
        #expect(headers.map(\.name) == ["C", "A"])
        headers.remove("absent")
        #expect(headers.map(\.value) == ["", "4"])
    }

    @Test func `a value cannot end its field and start another`() {
        let headers: HTTPHeaders = ["Location": "/\r\nSet-Cookie: a=b\0c"]
        #expect(headers["Location"] == "/  Set-Cookie: a=b c")
        #expect(headers["Set-Cookie"] == nil)
    }

    @Test(arguments: [("close", true), ("keep-alive, Close", true), ("closed", false), ("", false)])
    func `a list contains its elements and no others`(value: String, expected: Bool) {
        let headers: HTTPHeaders = ["Connection": value]
        #expect(headers.list("connection", contains: "close") == expected)
    }
}
