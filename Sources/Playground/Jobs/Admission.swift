/// The jobs of one kind that wait for their turn or go on, and whose they are.
///
/// Two rules keep one client from keeping the others out. It has only a share of the room, so that there is always
/// some left for the next one; and clients take turns, so that who orders one job does not wait for all that another
/// has ordered before. Jobs that nobody in particular has ordered count for no share, and take turns as one client.
struct Admission<Payload: JobPayload> {
    private let room: JobRoom
    private var jobs: [JobID: Job<Payload>] = [:]
    private var counts: [String: Int] = [:]
    private var turns: Turns<Job<Payload>>
    private var underWay: Set<JobID> = []

    init(_ room: JobRoom) {
        self.room = room
        // Nobody is overtaken by more newcomers than could be there at once.
        turns = Turns(memory: max(1, room.all))
    }

    subscript(id: JobID) -> Job<Payload>? { jobs[id] }

    var all: [Job<Payload>] { Array(jobs.values) }

    /// Takes a job in, which has no turn yet.
    mutating func admit(_ job: Job<Payload>) throws(JobError) {
        guard jobs.count < room.all else { throw .busy(waiting: room.waiting) }
        if !job.client.isEmpty, counts[job.client, default: 0] >= room.ofOneClient {
            throw .overShare(client: job.client, jobs: room.ofOneClient, share: room.clientShare)
        }
        jobs[job.id] = job
        counts[job.client, default: 0] += 1
    }

    /// Lines up a job that was taken in.
    mutating func queue(_ job: Job<Payload>) { turns.queue(job, of: job.client) }

    /// Takes the job whose turn it is out of the line; nil if none waits.
    mutating func next() -> Job<Payload>? {
        guard let job = turns.next() else { return nil }
        underWay.insert(job.id)
        return job
    }

    /// Takes a job out of the line; false if it has had its turn.
    mutating func withdraw(_ job: Job<Payload>) -> Bool { turns.withdraw(job, of: job.client) }

    /// Forgets a job that is over, or was never launched.
    mutating func forget(_ job: Job<Payload>) {
        guard jobs.removeValue(forKey: job.id) != nil, let count = counts[job.client] else { return }
        counts[job.client] = count > 1 ? count - 1 : nil
        if underWay.remove(job.id) != nil { turns.end(of: job.client) }
    }
}
