import Playground
import Storage
import Synchronization
import Testing

/// What all stores do with records of all kinds.
@Suite struct `every store` {
    @Test(arguments: StoreKind.allCases, JobKind.allCases)
    func `gives back what it was given`(store: StoreKind, kind: JobKind) throws {
        func check<Record: SampleRecord>(_ type: Record.Type) throws {
            try store.withStore { store in
                var record = Record.sample(status: .queued)
                try store.insert(record)
                #expect(try store.json(record.id, of: kind) == record.json)
                record.status = .running
                try store.replace(record)
                #expect(try store.record(record.id, as: Record.self)?.status == .running)
                record = record.ended(size: 20)
                try store.replace(record)
                #expect(try store.json(record.id, of: kind) == record.json)
                let read = try #require(try store.record(record.id, as: Record.self))
                #expect(read.json == record.json)
                #expect(read.text == record.text)
                #expect(try store.json(JobID(), of: kind) == nil)
                #expect(try store.record(JobID(), as: Record.self) == nil)
            }
        }
        try check(kind.record)
    }

    @Test(arguments: StoreKind.allCases)
    func `takes no record for one of another kind`(store: StoreKind) throws {
        try store.withStore { store in
            let run = Run.sample()
            try store.insert(run)
            #expect(try store.json(run.id, of: .exploration) == nil)
            #expect(try store.record(run.id, as: ExplorationRecord.self) == nil)
            #expect(try store.ids(of: .exploration).isEmpty)
            #expect(try !store.delete(run.id, of: .exploration))
            #expect(try store.ids(of: .run) == [run.id])
        }
    }

    @Test(arguments: StoreKind.allCases, JobKind.allCases)
    func `does not bring a deleted record back`(store: StoreKind, kind: JobKind) throws {
        func check<Record: SampleRecord>(_ type: Record.Type) throws {
            try store.withStore { store in
                let record = Record.sample(status: .running)
                try store.insert(record)
                #expect(try store.delete(record.id, of: kind))
                #expect(try !store.delete(record.id, of: kind))
                try store.replace(record.ended(size: 3))
                #expect(try store.json(record.id, of: kind) == nil)
                #expect(try store.ids(of: kind).isEmpty)
            }
        }
        try check(kind.record)
    }

    @Test(arguments: StoreKind.allCases, JobKind.allCases)
    func `tells how many it keeps, and that it can be written, which changes nothing`(
        store: StoreKind, kind: JobKind
    ) throws {
        func check<Record: SampleRecord>(_ type: Record.Type) throws {
            try store.withStore(keeping: 3) { store in
                #expect(store.usage.count(of: kind) == 0)
                var sizes: [Int] = []
                for size in [5, 50, 500, 5] {
                    try store.insert(Record.sample(size: size))
                    sizes.append(store.usage.bytes ?? 0)
                }
                #expect(store.usage.count(of: kind) == 3)
                if store.usage.bytes != nil { #expect(sizes[0] < sizes[1] && sizes[1] < sizes[2]) }
                let (usage, ids) = (store.usage, try store.ids(of: kind))
                for _ in 1...10 { try store.check() }
                #expect(store.usage == usage)
                #expect(try store.ids(of: kind) == ids)
                #expect(try store.delete(ids[0], of: kind))
                #expect(store.usage.count(of: kind) == 2)
            }
        }
        try check(kind.record)
    }

    @Test(arguments: StoreKind.allCases)
    func `keeps the newest of each kind, up to its limit`(store: StoreKind) throws {
        try store.withStore(keeping: 3) { store in
            let runs = (0..<5).map { _ in Run.sample(size: 2) }
            for run in runs {
                try store.insert(run)
                try store.insert(ExplorationRecord.sample(size: 2))
            }
            let last = ExplorationRecord.sample()
            try store.insert(last)
            #expect(try store.ids(of: .run) == runs[2...].reversed().map(\.id))
            #expect(try store.record(runs[1].id, as: Run.self) == nil)
            #expect(try store.ids(of: .exploration).count == 3)
            #expect(try store.ids(of: .exploration).first == last.id)
        }
    }

    @Test(arguments: StoreKind.allCases, JobKind.allCases)
    func `pages meet every record once, newest first, while others come and go`(
        store: StoreKind, kind: JobKind
    ) throws {
        func check<Record: SampleRecord>(_ type: Record.Type) throws {
            try store.withStore { store in
                let records = (0..<10).map { _ in Record.sample() }
                for record in records.shuffled() { try store.insert(record) }
                var met: [JobID] = []
                var cursor: JobID?
                repeat {
                    let page = try store.page(JobQuery(limit: 4, before: cursor), of: Record.self)
                    met += page.records.map(\.id)
                    cursor = page.next
                    try store.insert(Record.sample())
                } while cursor != nil
                #expect(met == records.reversed().map(\.id))
            }
        }
        try check(kind.record)
    }

    @Test(arguments: StoreKind.allCases)
    func `a page that just takes all has no next`(store: StoreKind) throws {
        try store.withStore { store in
            for _ in 0..<4 { try store.insert(Run.sample()) }
            #expect(try store.page(JobQuery(limit: 4), of: Run.self).next == nil)
            #expect(try store.page(JobQuery(limit: 3), of: Run.self).next != nil)
        }
    }

    @Test(arguments: StoreKind.allCases, JobKind.allCases)
    func `filters agree with a look at every record`(store: StoreKind, kind: JobKind) throws {
        func check<Record: SampleRecord>(_ type: Record.Type) throws {
            try store.withStore { store in
                var heads: [JobHead] = []
                for status in Record.statuses {
                    for scenario in ["race", "lock"] {
                        var record = Record.sample(scenario, status: status, size: 0)
                        if scenario == "lock" { record = record.ended(size: 1) }
                        try store.insert(record)
                        heads.append(record.head)
                    }
                }
                let means = [nil, heads[0].means, heads[1].means, "none"]
                for status in [nil] + Record.statuses.map(Optional.some) {
                    for (scenario, means) in zip(
                        [nil, "race", "lock", "none", nil, nil], means + [nil, nil])
                    {
                        for (since, verdict) in [(nil, nil), (heads[5].id, nil), (nil, "failed")] {
                            let query = JobQuery(
                                limit: 50, since: since, scenario: scenario, means: means, status: status,
                                verdict: verdict)
                            let expected = heads.reversed().filter { head in
                                (status.map { head.status == $0 } ?? true)
                                    && (scenario.map { head.scenario == $0 } ?? true)
                                    && (means.map { head.means == $0 } ?? true)
                                    && (since.map { head.id >= $0 } ?? true)
                                    && (verdict.map { head.verdict == $0 } ?? true)
                            }
                            #expect(try store.ids(of: kind, query) == expected.map(\.id))
                        }
                    }
                }
            }
        }
        try check(kind.record)
    }

    @Test(arguments: StoreKind.allCases, JobKind.allCases)
    func `lists what jobs end with, without what is large`(store: StoreKind, kind: JobKind) throws {
        func check<Record: SampleRecord>(_ type: Record.Type) throws {
            try store.withStore { store in
                let record = Record.sample().ended(size: 9)
                try store.insert(record)
                let page = try store.page(JobQuery(limit: 1), of: Record.self)
                let listed = try #require(page.records.first)
                #expect(listed.json == record.summary.json)
                #expect(listed.json.count < record.json.count)
                #expect(listed.summaryJSON == record.summaryJSON)
                #expect(listed.summaryLine == record.summaryLine)
            }
        }
        try check(kind.record)
    }

    @Test(arguments: StoreKind.allCases)
    func `many threads at once lose nothing`(store: StoreKind) throws {
        try store.withStore(keeping: 10_000) { store in
            let lost = Mutex<[JobID]>([])
            let kept = Mutex<Set<JobID>>([])
            try inThreads(16) { thread in
                for round in 0..<25 {
                    let run = Run.sample(status: .queued)
                    let ended = run.ended(size: 5)
                    do {
                        try store.insert(run)
                        try store.replace(ended)
                        _ = try store.page(JobQuery(limit: 5), of: Run.self)
                        if try store.json(run.id, of: .run) != ended.json {
                            lost.withLock { $0.append(run.id) }
                        }
                        if round % 5 == thread % 5 {
                            if try !store.delete(run.id, of: .run) { lost.withLock { $0.append(run.id) } }
                        } else {
                            kept.withLock { _ = $0.insert(run.id) }
                        }
                    } catch {
                        Issue.record(error)
                    }
                }
            }
            #expect(lost.withLock { $0 } == [])
            let all = try store.ids(of: .run)
            #expect(Set(all) == kept.withLock { $0 })
            #expect(all == all.sorted(by: >))
        }
    }
}

@Suite struct `the store in memory` {
    @Test func `forgets the oldest when there are too many events, but never the newest`() {
        let store = MemoryJobStore(keeping: [.run: 10], eventLimit: 100)
        func ids() -> [JobID] { store.page(JobQuery(limit: 10), of: Run.self).records.map(\.id) }
        func keep(_ run: Run) {
            store.insert(EncodedRecord(run.summary))
            store.replace(EncodedRecord(run))
        }
        let runs = (0..<4).map { _ in Run.sample(size: 40) }
        for run in runs { keep(run) }
        #expect(ids() == [runs[3].id, runs[2].id])
        let large = Run.sample(size: 1000)
        keep(large)
        #expect(ids() == [large.id])
        #expect(store.delete(large.id, of: .run))
        for _ in 1...2 { store.insert(EncodedRecord(Run.sample())) }
        #expect(ids().count == 2, "the deleted run's events no longer count")
        for _ in 1...4 { store.insert(EncodedRecord(Run.sample(size: 40))) }
        #expect(ids().count == 2, "a run that comes whole counts as well")
    }

    @Test func `writes a record's JSON down once, for whoever asks`() throws {
        let store = MemoryJobStore(keeping: [.run: 10], eventLimit: 100_000)
        let record = EncodedRecord(Run.sample(size: 100))
        store.insert(record)
        func address(_ bytes: [UInt8]?) -> UnsafeRawPointer? { bytes?.withUnsafeBytes(\.baseAddress) }
        let first = store.json(record.record.id, of: .run)
        #expect(address(first) == address(store.json(record.record.id, of: .run)))
        #expect(address(first) == address(record.json))
    }
}
