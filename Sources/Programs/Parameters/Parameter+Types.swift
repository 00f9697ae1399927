import JSON

extension Parameter<Int> {
    /// A whole number within bounds.
    package init(wrappedValue: Int, _ summary: String, zh: String, in range: ClosedRange<Int>) {
        self.init(
            wrappedValue, summary, zh: zh,
            rule: [
                "type": "integer", "minimum": .integer(range.lowerBound),
                "maximum": .integer(range.upperBound),
            ],
            encode: { .integer($0) },
            decode: { json in
                switch integer(json, in: range) {
                case .success(let value): .value(value)
                case .failure(let problem): .wrong(problem.detail)
                }
            })
    }
}

extension Parameter<Int?> {
    /// A whole number within bounds, or null.
    package init(wrappedValue: Int?, _ summary: String, zh: String, in range: ClosedRange<Int>) {
        self.init(
            wrappedValue, summary, zh: zh,
            rule: [
                "type": ["integer", "null"], "minimum": .integer(range.lowerBound),
                "maximum": .integer(range.upperBound),
            ],
            encode: { JSONValue($0) },
            decode: { json in
                if json == .null { return .value(nil) }
                switch integer(json, in: range) {
                case .success(let value): return .value(value)
                case .failure(let problem): return .wrong(problem.detail)
                }
            })
    }
}

extension Parameter<Bool> {
    /// A flag.
    package init(wrappedValue: Bool, _ summary: String, zh: String) {
        self.init(
            wrappedValue, summary, zh: zh, rule: ["type": "boolean"], encode: { .bool($0) },
            decode: { json in
                guard case .bool(let value) = json else {
                    return .wrong("must be true or false, not \(json.article).")
                }
                return .value(value)
            })
    }
}

extension Parameter where Value: RawRepresentable<String> & CaseIterable {
    /// One of a few words.
    package init(wrappedValue: Value, _ summary: String, zh: String) {
        let words = Value.allCases.map(\.rawValue)
        self.init(
            wrappedValue, summary, zh: zh,
            rule: ["type": "string", "enum": .array(words.map { .string($0) })],
            encode: { .string($0.rawValue) },
            decode: { json in
                guard case .string(let word) = json, let value = Value(rawValue: word) else {
                    let given = if case .string(let word) = json { "\"\(word)\"" } else { json.article }
                    return .wrong("must be one of \(words.joined(separator: ", ")), not \(given).")
                }
                return .value(value)
            })
    }
}

extension Parameter<[Int]> {
    /// A list of whole numbers within bounds.
    package init(
        wrappedValue: [Int], _ summary: String, zh: String, each range: ClosedRange<Int>,
        count: ClosedRange<Int>
    ) {
        self.init(
            wrappedValue, summary, zh: zh,
            rule: listRule(
                of: [
                    "type": "integer", "minimum": .integer(range.lowerBound),
                    "maximum": .integer(range.upperBound),
                ], count: count),
            encode: { JSONValue($0) },
            decode: { json in list(json, of: "integers", count: count) { integer($0, in: range) } })
    }
}

extension Parameter<[String]> {
    /// A list of names, of 1 to 40 characters each.
    package init(wrappedValue: [String], _ summary: String, zh: String, count: ClosedRange<Int>) {
        self.init(
            wrappedValue, summary, zh: zh,
            rule: listRule(of: ["type": "string", "minLength": 1, "maxLength": 40], count: count),
            encode: { .array($0.map { .string($0) }) },
            decode: { json in list(json, of: "strings", count: count, each: name) })
    }
}

private struct Problem: Error {
    let detail: String
}

private func integer(_ json: JSONValue, in range: ClosedRange<Int>) -> Result<Int, Problem> {
    guard let value = json.wholeNumber else {
        return .failure(Problem(detail: json.isNoInteger))
    }
    guard range.contains(value) else {
        return .failure(
            Problem(detail: "must be from \(range.lowerBound) to \(range.upperBound), not \(value)."))
    }
    return .success(value)
}

@Sendable private func name(_ json: JSONValue) -> Result<String, Problem> {
    guard case .string(let value) = json else {
        return .failure(Problem(detail: "must be a string, not \(json.article)."))
    }
    // Code points, as JSON Schema counts.
    let length = value.unicodeScalars.count
    guard (1...40).contains(length) else {
        return .failure(Problem(detail: "must have 1 to 40 characters, not \(length)."))
    }
    // A name is printed, also to terminals.
    guard !value.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
        return .failure(Problem(detail: "must have no control characters."))
    }
    return .success(value)
}

private func listRule(of items: JSONValue, count: ClosedRange<Int>) -> JSONValue {
    [
        "type": "array", "items": items, "minItems": .integer(count.lowerBound),
        "maxItems": .integer(count.upperBound),
    ]
}

private func list<Element>(
    _ json: JSONValue, of elementNames: String, count: ClosedRange<Int>,
    each read: (JSONValue) -> Result<Element, Problem>
) -> Parameter<[Element]>.Decoded {
    guard case .array(let items) = json else {
        return .wrong("must be an array of \(elementNames), not \(json.article).")
    }
    guard count.contains(items.count) else {
        return .wrong("must have \(count.lowerBound) to \(count.upperBound) items, not \(items.count).")
    }
    var elements: [Element] = []
    for (index, item) in items.enumerated() {
        switch read(item) {
        case .success(let element): elements.append(element)
        case .failure(let problem): return .wrong("item \(index) \(problem.detail)")
        }
    }
    return .value(elements)
}
