import JSON

/// What `GET /limits` answers.
enum LimitList {
    static func document(_ limits: [StatedLimit]) -> Document {
        Document(json: { json(limits) }, text: { text(limits) })
    }

    private static func json(_ limits: [StatedLimit]) -> [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.name("limits")
            $0.array(limits) { writer, limit in
                writer.object {
                    $0.member("name", limit.name)
                    $0.member("value", limit.value)
                    $0.member("unit", limit.unit)
                    $0.member("meaning", limit.meaning)
                }
            }
        }
        return writer.bytes
    }

    private static func text(_ limits: [StatedLimit]) -> String {
        let nameWidth = limits.map(\.name.count).max() ?? 0
        let valueWidth = limits.map { "\($0.value)".count }.max() ?? 0
        let unitWidth = limits.map(\.unit.count).max() ?? 0
        func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }
        return limits.map { limit in
            let value = "\(limit.value)"
            return limit.name + blanks(nameWidth - limit.name.count + 2) + blanks(valueWidth - value.count)
                + value + " " + limit.unit + blanks(unitWidth - limit.unit.count + 2) + limit.meaning + "\n"
        }.joined()
    }
}
