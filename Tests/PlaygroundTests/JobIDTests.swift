import Playground
import Testing

@Suite struct `a job's name` {
    @Test func `is greater than every name before it, and reads back`() throws {
        var last = JobID()
        for _ in 0..<10_000 {
            let next = JobID()
            #expect(last < next && last.description < next.description)
            last = next
        }
        #expect(JobID(last.description) == last)
        #expect(last.description.count == 13)
    }

    @Test(arguments: [
        "", "1", "zzzzzzzzzzzzz", "1m7y48teff5rI", "1M7Y48TEFF5RF", "1m7y48teff5rfa", "1m7y48teff5r\u{e9}",
    ])
    func `is told from what is none`(_ text: String) { #expect(JobID(text) == nil) }

    @Test func `tells the time of its creation`() throws {
        #expect(try #require(JobID("1m7y48teff5rf")).createdAt == "2026-11-21T04:01:44.398Z")
    }
}
