import JSON
import Testing

extension JSONValue {
    fileprivate var text: String { String(decoding: serialized, as: UTF8.self) }
}

@Suite struct `writing JSON` {
    @Test func `separates members and elements, and keeps their order`() {
        let value: JSONValue = ["b": 1, "a": [true, nil, "x", [], [:]], "c": ["d": .number(0.5)]]
        #expect(value.text == #"{"b":1,"a":[true,null,"x",[],{}],"c":{"d":0.5}}"#)
    }

    @Test(arguments: [
        ("", #""""#), ("plain", #""plain""#), ("\"\\/", #""\"\\/""#), ("a\nb\tc\rd", #""a\nb\tc\rd""#),
        ("\u{0}\u{1}\u{1f}\u{7f}", "\"\\u0000\\u0001\\u001f\u{7f}\""), ("死锁 🔒 é", #""死锁 🔒 é""#),
        ("</script>\u{2028}", "\"</script>\u{2028}\""),
    ])
    func `escapes what must be escaped, and nothing else`(_ text: String, _ json: String) {
        #expect(JSONValue.string(text).text == json)
    }

    @Test func `writes numbers as JSON has them`() {
        #expect(JSONValue.integer(.min).text == "-9223372036854775808")
        #expect(JSONValue.integer(.max).text == "9223372036854775807")
        #expect(JSONValue.number(1e21).text == "1e+21")
        for number in [Double.nan, .infinity, -.infinity] { #expect(JSONValue.number(number).text == "null") }
    }

    @Test func `what was written reads back the same`() throws {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            let value = randomValue(depth: 4, &generator)
            #expect(try JSONParser.parse(value.serialized) == value, "\(value.text)")
        }
    }

    private func randomValue(depth: Int, _ generator: inout some RandomNumberGenerator) -> JSONValue {
        switch Int.random(in: 0..<(depth == 0 ? 5 : 7), using: &generator) {
        case 0: .null
        case 1: .bool(.random(using: &generator))
        case 2: .integer(.random(in: .min ... .max, using: &generator))
        // A fraction, or it would read back as a whole number.
        case 3: .number(Double(Int.random(in: -1000...1000, using: &generator)) + 0.25)
        case 4: .string(randomText(&generator))
        case 5: .array((0..<3).map { _ in randomValue(depth: depth - 1, &generator) })
        default:
            .object(
                (0..<3).map {
                    JSONMember("\($0)" + randomText(&generator), randomValue(depth: depth - 1, &generator))
                })
        }
    }

    private func randomText(_ generator: inout some RandomNumberGenerator) -> String {
        String(
            String.UnicodeScalarView(
                (0..<5).compactMap { _ in
                    Unicode.Scalar(
                        UInt32.random(
                            in: 0...(Bool.random(using: &generator) ? 0x7f : 0x10FFFF), using: &generator))
                }))
    }
}

@Suite struct `reading JSON` {
    @Test(
        arguments: [
            ("null", nil), (" true ", true), ("-0", 0), ("12", 12), ("1.0", .number(1)),
            ("1e2", .number(100)),
            ("0.5", .number(0.5)),
            ("-9223372036854775808", .integer(.min)),
            ("9223372036854775808", .number(9_223_372_036_854_775_808)),
            ("-9223372036854775808.0", .number(-9_223_372_036_854_775_808)),
            ("[]", []), ("{}", [:]), ("[1 , [ ] ]", [1, []]),
            (#"{"b":1,"a":{"c":[]}}"#, ["b": 1, "a": ["c": []]]),
            (#""\u00e9\ud83d\udd12\/\b\f""#, "é🔒/\u{8}\u{c}"), ("\"死锁\"", "死锁"), ("\r\n\t[\n1\n]\n", [1]),
        ] as [(String, JSONValue)])
    func `takes what RFC 8259 takes`(_ text: String, _ value: JSONValue) throws {
        #expect(try JSONParser.parse(Array(text.utf8)) == value)
    }

    @Test(arguments: [
        "", " ", "{", "[", "\"", "[1", "[1,", "[1,]", "{\"a\"", "{\"a\":", "{\"a\":1,}", "{a:1}", "{'a':1}",
        "{\"a\" 1}",
        "[1 2]", "01", "+1", ".5", "5.", "1e", "--1", "0x1", "NaN", "Infinity", "nul", "nulll", "True", "1 2",
        "{}{}",
        "\"\n\"", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"",
        "\"\\ud800\\n\"",
        "// a\n1", "/* a */1", "\u{feff}1", "1e999", "{\"a\":1,\"a\":2}", "{\u{0}}", "[1]\u{0}",
    ])
    func `refuses everything else`(_ text: String) {
        #expect(throws: JSONError.self) { try JSONParser.parse(Array(text.utf8)) }
    }

    @Test func `says where it went wrong`() {
        let error = #expect(throws: JSONError.self) { try JSONParser.parse(Array("{\n  \"死锁\": }".utf8)) }
        #expect(error?.description == #"Line 2, column 9: "}" is found where a value is expected."#)
        let end = #expect(throws: JSONError.self) { try JSONParser.parse(Array("[1,".utf8)) }
        #expect(end?.description == "Line 1, column 4: the text ends where a value is expected.")
    }

    @Test(arguments: [
        ("1e-400", "the number 1e-400 is too small"), ("-0.1E-999", "the number -0.1E-999 is too small"),
        ("1e400", "the number 1e400 is too large"), ("-1e400", "the number -1e400 is too large"),
        (
            "0.\(String(repeating: "0", count: 1000))1",
            "the number 0.\(String(repeating: "0", count: 38))... is too small"
        ),
    ])
    func `refuses a number that it could not tell again, as it was written`(_ text: String, _ why: String) {
        let error = #expect(throws: JSONError.self) { try JSONParser.parse(Array("[\(text)]".utf8)) }
        #expect(error == .malformed(what: why, line: 1, column: 2))
    }

    @Test(arguments: ["0.0", "-0.00e5", "0e-999", "0E999", "5e-324", "1e-320"])
    func `takes a number that is zero, or nearly`(_ text: String) throws {
        #expect(try JSONParser.parse(Array(text.utf8)) == .number(#require(Double(text))))
    }

    @Test func `refuses what is not UTF-8, and what nests too deep`() {
        #expect(throws: JSONError.notUTF8) { try JSONParser.parse([0x22, 0xff, 0x22]) }
        #expect(throws: JSONError.notUTF8) { try JSONParser.parse([0xff, 0xfe, 0x31, 0x00]) }
        let limit = JSONParser.depthLimit
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        #expect(throws: Never.self) { try JSONParser.parse(nested(limit)) }
        #expect(throws: JSONError.tooDeep(limit: limit)) { try JSONParser.parse(nested(limit + 1)) }
        #expect(throws: JSONError.tooDeep(limit: limit)) { try JSONParser.parse(nested(100_000)) }
    }

    @Test func `never crashes, whatever it reads`() {
        var generator = SystemRandomNumberGenerator()
        let seed = Array(
            #"{"a":[1,-2.5e3,"x\n\u00e9\ud83d\udd12",true,false,null,{}],"b":-9223372036854775808.0}"#.utf8)
        for _ in 0..<20_000 {
            var text = seed
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let place = Int.random(in: text.indices, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: text[place] = .random(in: 0...255, using: &generator)
                case 1: text.remove(at: place)
                default: text.insert(text[Int.random(in: text.indices, using: &generator)], at: place)
                }
            }
            _ = try? JSONParser.parse(text)
        }
    }
}

@Suite struct `showing Swift values as JSON` {
    private enum Colour: String { case red, green }
    private struct Point {
        let x: Int
        let name: String?
        let colours: [Colour]
    }
    private struct Line {
        let ends: [Point]
        let isLong: Bool
    }

    @Test func `a struct is the object of its stored properties, in their order`() {
        let line = Line(
            ends: [Point(x: 1, name: "a", colours: [.red, .green]), Point(x: 2, name: nil, colours: [])],
            isLong: false)
        #expect(
            JSONValue(showing: line)
                == [
                    "ends": [
                        ["x": 1, "name": "a", "colours": ["red", "green"]],
                        ["x": 2, "name": nil, "colours": []],
                    ],
                    "isLong": false,
                ])
    }

    @Test func `the simple values are themselves`() {
        #expect(JSONValue(showing: 5) == 5)
        #expect(JSONValue(showing: true) == true)
        #expect(JSONValue(showing: "text") == "text")
        #expect(JSONValue(showing: 0.5) == .number(0.5))
        #expect(JSONValue(showing: [[1], [2, 3]]) == [[1], [2, 3]])
        #expect(JSONValue(showing: Int?.none as Any) == .null)
        #expect(JSONValue(showing: JSONValue.array([1])) == [1])
        #expect(JSONValue(showing: ()) == [:])
    }
}

@Suite struct `a text that somebody else wrote` {
    @Test(arguments: [
        ("plain \\ \"死锁\" 👩‍🔬 é", "plain \\ \"死锁\" 👩‍🔬 é"), ("\u{1b}[31m\u{0}\u{7f}", #"\u001b[31m\u0000\u007f"#),
        ("a\r\nb\tc", #"a\r\nb\tc"#), ("\u{9b}2J\u{85}", #"\u009b2J\u0085"#),
        ("\u{202e}x\u{2066}\u{2028}", #"\u202ex\u2066\u2028"#),
    ])
    func `is shown without what a terminal would obey`(_ text: String, _ shown: String) {
        #expect(text.escapingControls() == shown)
    }

    @Test func `keeps its lines where it has some, and nothing else`() {
        #expect("a\nb\r\nc\u{1b}".escapingControls(keepingLines: true) == "a\nb\\r\nc\\u001b")
    }
}
