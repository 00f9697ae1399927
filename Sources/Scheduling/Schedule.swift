package import Events
import Threading

/// The choices that fix an interleaving: with them a run replays exactly.
///
/// As a text, `1f.0x2.1.0~1-5c3e91`: the version, the time that the run goes by (`f`ree or `v`irtual; `e` behind it if
/// threads' starts and ends are choices too, `s1` if each thread may be woken once without a notification), then the steps,
/// each the number of the thread that acts, in the order in which threads were made; `x` says how many steps in a row, `~`
/// which way an action takes that may go either way. The last part, if it is there, tells what the steps did, so that a
/// schedule is refused that no longer fits its program.
public struct Schedule: Sendable, Hashable, CustomStringConvertible {
    /// By what time it goes.
    public var clock: Clock
    /// What else is a choice.
    public var choices: SchedulingChoices
    /// Who acts.
    public var steps: [Step]
    /// What the steps did; nil if that is not known, as for one that somebody wrote by hand.
    public var digest: UInt32?

    /// One step.
    public struct Step: Sendable, Hashable {
        /// The thread's place in the order in which threads were made.
        public var thread: Int
        /// Which ways the action takes.
        public var choices: [Int]

        /// A step.
        public init(thread: Int, choices: [Int] = []) {
            self.thread = thread
            self.choices = choices
        }
    }

    /// A schedule of these parts.
    public init(clock: Clock, choices: SchedulingChoices, steps: [Step], digest: UInt32?) {
        self.clock = clock
        self.choices = choices
        self.steps = steps
        self.digest = digest
    }

    static let version = "1"

    /// The schedule as a text.
    public var description: String {
        var text = Self.version + (clock == .free ? "f" : "v")
        if choices.noticesEnds { text += "e" }
        if choices.spuriousWakeups > 0 { text += "s\(choices.spuriousWakeups)" }
        var index = 0
        while index < steps.count {
            let step = steps[index]
            let end = steps[index...].firstIndex { $0 != step } ?? steps.endIndex
            text += "."
            text += String(step.thread)
            for choice in step.choices { text += "~" + String(choice) }
            if end - index > 1 { text += "x" + String(end - index) }
            index = end
        }
        if let digest { text += "-" + String(digest, radix: 16) }
        return text
    }
}

/// Why a text is no schedule.
public struct ScheduleError: Error, Hashable, CustomStringConvertible {
    /// What is wrong with it, beginning with a verb.
    public let description: String
}

extension Schedule {
    /// The most steps that a schedule may have.
    public static let stepLimit = 100_000

    /// Reads a schedule.
    public init(_ text: String) throws(ScheduleError) {
        let halves = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        var parts = halves[0].split(separator: ".", omittingEmptySubsequences: false)
        (clock, choices) = try Self.head(parts.removeFirst())
        steps = []
        for part in parts { steps += try Self.steps(part, after: steps.count) }
        guard halves.count == 2 else { return }
        guard let digest = UInt32(halves[1], radix: 16) else {
            throw ScheduleError(
                description: "must end with a hexadecimal number behind its dash, not \"\(halves[1])\".")
        }
        self.digest = digest
    }

    private static func head(_ text: Substring) throws(ScheduleError) -> (Clock, SchedulingChoices) {
        var rest = text
        var choices = SchedulingChoices(noticesEnds: false)
        let clock: Clock? = rest.hasPrefix("1f") ? .free : rest.hasPrefix("1v") ? .virtual : nil
        rest = rest.dropFirst(2)
        if rest.first == "e" {
            choices.noticesEnds = true
            rest = rest.dropFirst()
        }
        if rest.first == "s", let count = Int(rest.dropFirst()), spuriousWakeups.contains(count) {
            choices.spuriousWakeups = count
            rest = ""
        }
        guard let clock, rest.isEmpty else {
            throw ScheduleError(
                description:
                    "must begin with 1f or 1v, and then may have e and s1 to s\(spuriousWakeups.upperBound), "
                    + "but begins with \"\(text)\".")
        }
        return (clock, choices)
    }

    /// How often a thread may be woken without a notification.
    public static let spuriousWakeups = 1...8

    private static func steps(_ part: Substring, after count: Int) throws(ScheduleError) -> [Step] {
        let wrong = ScheduleError(
            description: "has \"\(part)\" as step \(count + 1), which should read like 0, 0x3 or 0~1.")
        let halves = part.split(separator: "x", maxSplits: 1, omittingEmptySubsequences: false)
        let numbers = halves[0].split(separator: "~", omittingEmptySubsequences: false).map { Int($0) }
        var times = 1
        if halves.count == 2 {
            guard let number = Int(halves[1]), number > 0 else { throw wrong }
            times = number
        }
        guard count + times <= stepLimit else {
            throw ScheduleError(description: "has more than \(stepLimit) steps.")
        }
        guard let thread = numbers[0], thread >= 0, numbers.allSatisfy({ ($0 ?? -1) >= 0 }) else {
            throw wrong
        }
        return Array(
            repeating: Step(thread: thread, choices: numbers.dropFirst().compactMap(\.self)), count: times)
    }
}

extension Schedule {
    /// What steps did, in 32 bits that are the same in every process.
    package static func digest(of steps: some Sequence<(Int, Action, ObjectKind)>) -> UInt32 {
        var digest: UInt64 = 0
        for (thread, action, kind) in steps {
            for byte in "\(thread) \(action.rawValue) \(kind.rawValue)".utf8 {
                digest = SplitMix64.mix((digest ^ UInt64(byte)) &+ SplitMix64.increment)
            }
        }
        return UInt32(truncatingIfNeeded: digest)
    }
}
