import Threading

/// Parties meet at the end of each phase, unless one of them breaks the barrier.
struct BarrierScenario: Scenario {
    struct Parameters: ParameterSet {
        @Parameter("How many threads meet.", zh: "参与的线程数", in: 1...100) var parties = 3
        @Parameter("How many times they meet.", zh: "相遇几次", in: 1...100) var phases = 2
        @Parameter("How long a party works before it comes, at most.", zh: "每次到达前最多工作的毫秒数", in: 0...10_000)
        var workMs = 20
        @Parameter("One party breaks the barrier in the last phase.", zh: "最后一次由其中一方打破屏障")
        var `break` = false
    }

    struct Outcome: Sendable, Hashable {
        let phases: Int
        let broken: Int
    }

    static func run(_ parameters: Parameters) throws -> Outcome {
        let phases = Shared(0, name: "phases")
        let broken = Queue<String>(name: "broken")
        let barrier = try Barrier(parameters.parties, name: "barrier") {
            try phases.write(phases.read() + 1)
        }

        let parties = (1...parameters.parties).map { number in
            Thread(name: "party \(number)") {
                do {
                    for phase in 1...parameters.phases {
                        var generator = RunGenerator()
                        try sleep(
                            for: .milliseconds(Int.random(in: 0...parameters.workMs, using: &generator)))
                        if parameters.break && number == 1 && phase == parameters.phases {
                            print(Thread.current.name, "breaks the barrier")
                            barrier.abort()
                        }
                        let place = try barrier.wait()
                        print(Thread.current.name, "came as number", place + 1, "in phase", phase)
                    }
                } catch BarrierError.broken {
                    print(Thread.current.name, "found the barrier broken")
                    try broken.put(Thread.current.name)
                }
            }
        }
        try runAll(parties)
        return Outcome(phases: phases.finalValue, broken: broken.count)
    }
}

extension BarrierScenario {
    static let about = About(
        "barrier", chapter: .signals,
        title: Localized(en: "A barrier", zh: "屏障"),
        summary: Localized(
            en: "Threads meet at the end of each phase; the last to come lets all pass.",
            zh: "线程在每个阶段末尾相遇；最后到的一个放行所有人。"),
        explanation: Localized(
            en: """
                A barrier holds everyone back until the last party has come, and is then ready for the next phase. \
                If a party gives up, the barrier breaks: those who wait and those who come get an error instead of \
                waiting for somebody who will never come.
                """,
            zh: "屏障拦住所有人，直到最后一方到达，然后可以用于下一阶段。若有一方放弃，屏障就破了：等待者和后来者得到的是错误，而不是永远等一个不会来的人。"),
        expectation: Localized(
            en: "All phases are completed; or, broken, all but the last, and every party finds it broken.",
            zh: "所有阶段都完成；被打破时完成到倒数第二阶段，且每一方都发现它破了。"))

    static func isCorrect(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool {
        ending
            == .completed(
                parameters.break
                    ? Outcome(phases: parameters.phases - 1, broken: parameters.parties)
                    : Outcome(phases: parameters.phases, broken: 0))
    }
}
