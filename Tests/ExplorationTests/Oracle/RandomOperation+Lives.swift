import Threading

// Threads that start threads, and what is started by others: timers, and a pool's workers.
extension RandomOperation {
    static let threads = [
        Self("y") { try $0.variables[1].read() },
        Self(trying: "child.start") {
            try $0.children[0].start()
            return 1
        },
        Self(trying: "daemon.start") {
            try $0.children[1].start()
            return 1
        }.known(\.startsDaemon),
        Self(trying: "child.join") { try $0.children[0].join() ? 1 : 0 },
        Self(trying: "child.join soon") { try $0.children[0].join(timeout: soon) ? 1 : 0 },
        Self("child.isAlive") { $0.children[0].isAlive },
        Self("daemon.isAlive") { $0.children[1].isAlive },
        Self("activeCount") { _ in Thread.activeCount }.known(\.looksAtAll),
        Self("child.name") { $0.children[0].name == "child" },
        Self(trying: "child.setName") {
            try $0.children[0].setName("child")
            return 1
        },
        Self("own child") { (objects) -> Void in
            let child = Thread { try objects.variables[1].write(5) }
            try child.start()
            try child.join()
        },
        Self("own child left alone") { objects in try Thread { try objects.variables[1].write(6) }.start() },
    ]

    static let timers = [
        Self("y") { try $0.variables[1].read() },
        Self(trying: "timer.start") { objects in
            try objects.timer?.start()
            return 1
        },
        Self("timer.cancel") { $0.timer?.cancel() ?? false },
        Self(trying: "timer.join") { try $0.timer?.join() == true ? 1 : 0 },
        Self(trying: "timer.join soon") { try $0.timer?.join(timeout: soon) == true ? 1 : 0 },
    ]

    static let futures = [
        Self("x") { try $0.variables[0].read() },
        Self(trying: "f.begin") { try $0.future.begin() ? 1 : 0 },
        Self(trying: "f.finish(1)") {
            try $0.future.finish(.success(1))
            return 1
        },
        Self(trying: "f.finish with an error") {
            try $0.future.finish(.failure(Refusal()))
            return 1
        },
        Self(trying: "f.result") { try $0.future.result() },
        Self(trying: "f.result soon") { try $0.future.result(timeout: soon) },
        Self(trying: "f.error soon") { try $0.future.error(timeout: soon) == nil ? 0 : 1 },
        Self("f.cancel") { $0.future.cancel() },
        Self("f.isDone") { $0.future.isDone },
        Self("f.isRunning") { $0.future.isRunning },
        Self("f.isCancelled") { $0.future.isCancelled },
        Self("f.addDoneCallback") { objects in
            objects.future.addDoneCallback { _ in try objects.variables[0].write(7) }
        },
    ]

    private struct Refusal: Error {}

    static let pools = [
        Self(trying: "p.submit") { objects in
            _ = try objects.pool?.submit { try objects.variables[0].write(8) }
            return 1
        },
        Self(trying: "p.submit, and its result") { objects in
            try objects.pool?.submit { try objects.variables[0].read() }.result() ?? -2
        },
        Self(trying: "p.submit, cancelled") { objects in
            try objects.pool?.submit { try objects.variables[0].read() }.cancel() == true ? 1 : 0
        },
        Self("p.shutdown") { $0.pool?.shutdown(wait: false) },
        Self("p.queued") { $0.pool?.queued ?? -1 },
        Self("x = 1") { try $0.variables[0].write(1) },
    ]
}
