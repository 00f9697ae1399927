import Playground
import Testing

@Suite struct `turns` {
    /// Something that waits for its turn.
    private final class Item {
        let client: String
        init(_ client: String) { self.client = client }
    }

    /// A line, and what becomes of those who order.
    private final class Line {
        private var turns: Turns<Item>

        init(memory: Int = 100) { turns = Turns(memory: memory) }

        func order(_ clients: String...) {
            for client in clients { queue(Item(client)) }
        }

        func queue(_ item: Item) { turns.queue(item, of: item.client) }
        func next() -> Item? { turns.next() }
        func end(of client: String) { turns.end(of: client) }
        func withdraw(_ item: Item) -> Bool { turns.withdraw(item, of: item.client) }

        /// Who gets a turn, as long as one waits.
        func begin() -> String? { next()?.client }

        /// Who gets all turns, where one job goes on at once.
        func rest() -> String {
            var order = ""
            while let client = begin() {
                order += client
                end(of: client)
            }
            return order
        }
    }

    @Test func `go to those who have had none, before whoever had the only slot and ordered first`() {
        let line = Line()
        line.order("A", "A", "A")
        #expect(line.begin() == "A")
        line.order("B", "C")
        line.end(of: "A")
        #expect(line.rest() == "BCAA")
    }

    @Test func `go to those who have nothing under way, before whoever holds all slots`() {
        let line = Line()
        line.order("A", "A", "A", "A", "A")
        for _ in 1...3 { #expect(line.begin() == "A") }
        line.order("B", "B", "B", "C")
        line.end(of: "A")
        #expect(line.begin() == "B")
        line.end(of: "A")
        #expect(line.begin() == "C")
        // Each of the three has one now.
        line.end(of: "A")
        #expect(line.begin() == "A")
        #expect(line.begin() == "B")
    }

    @Test func `alternate between two who always have some waiting`() {
        let line = Line()
        line.order("A", "A", "A", "A", "B", "B", "B")
        #expect(line.rest() == "ABABABA")
    }

    @Test func `are not sooner for who orders each time anew than for who has ordered all at once`() {
        let line = Line()
        line.order("A", "A", "A", "B", "C")
        var order = ""
        for _ in 1...9 {
            guard let client = line.begin() else { break }
            order += client
            line.end(of: client)
            if client != "A" { line.order(client) }
        }
        #expect(order == "ABCABCABC")
    }

    @Test func `come to everybody, however many come who have had none`() {
        let line = Line(memory: 10)
        line.order("A", "A")
        #expect(line.begin() == "A")
        line.end(of: "A")
        var turns = 0
        var next: String?
        repeat {
            turns += 1
            line.order("newcomer \(turns)")
            next = line.begin()
            if let next { line.end(of: next) }
        } while next != "A" && turns < 1000
        #expect((2...12).contains(turns), "\(turns)")
    }

    @Test func `are lost with the job that is withdrawn, and with no other`() {
        let line = Line()
        let (first, second) = (Item("A"), Item("A"))
        line.queue(first)
        line.queue(second)
        line.order("B")
        #expect(line.withdraw(first))
        #expect(!line.withdraw(first))
        #expect(line.next() === second)
        #expect(!line.withdraw(second))
        #expect(line.begin() == "B")
        #expect(line.begin() == nil)
    }
}
