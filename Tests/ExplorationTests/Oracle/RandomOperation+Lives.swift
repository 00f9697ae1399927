import Threading

// Threads that start threads, those who ask about them, and timers.
extension RandomOperation {
    static let threads = [
        Self("y") { try $0.variables[1].read() },
        Self(trying: "child.start") { try $0.children[0].start() }.large(2),
        Self(trying: "daemon.start") { try $0.children[1].start() }.known(\.startsDaemon).large(2),
        Self(trying: "child.join") { try $0.children[0].join() ? 1 : 0 },
        Self(trying: "child.join soon") { try $0.children[0].join(timeout: soon) ? 1 : 0 },
        Self(trying: "daemon.join soon") { try $0.children[1].join(timeout: soon) ? 1 : 0 },
        Self("child.isAlive") { $0.children[0].isAlive },
        Self("daemon.isAlive") { $0.children[1].isAlive },
        Self("activeCount") { _ in Thread.activeCount }.known(\.looksAtAll),
        Self("enumerate") { _ in
            Thread.enumerate().count { $0.isAlive }
        }.known(\.looksAtAll),
        Self("child.name") { $0.children[0].name == "child" },
        Self(trying: "child.setName") { try $0.children[0].setName("child") },
        Self("daemon.isDaemon") { $0.children[1].isDaemon },
        Self("own child") { (objects) -> Void in
            let child = Thread { try objects.variables[1].write(5) }
            try child.start()
            try child.join()
        }.large(2),
        Self("own child, alive?") { (objects) -> Bool in
            let child = Thread { _ = try objects.variables[1].read() }
            try child.start()
            defer { _ = try? child.join() }
            return child.isAlive
        }.large(2),
        Self("own child left alone") { objects in try Thread { try objects.variables[1].write(6) }.start() }
            .large(2),
        Self("own child with a child") { (objects) -> Void in
            let child = Thread {
                let grandchild = Thread { try objects.variables[1].write(7) }
                try grandchild.start()
                _ = try objects.variables[1].read()
            }
            try child.start()
            try child.join()
        }.large(3),
        Self("own child that fails") { _ in try Thread { throw Failing() }.start() }.known(\.fails).large(2),
    ]

    static let timers = [
        Self("y") { try $0.variables[1].read() },
        Self(trying: "timer.start") { try $0.timer?.start() }.large(2),
        Self("timer.cancel") { $0.timer?.cancel() ?? false },
        Self(trying: "timer.join") { try $0.timer?.join() == true ? 1 : 0 },
        Self(trying: "timer.join soon") { try $0.timer?.join(timeout: soon) == true ? 1 : 0 },
        Self("own timer") { (objects) -> Bool in
            let timer = Timer(after: soon) { try objects.variables[1].write(8) }
            try timer.start()
            return timer.cancel()
        }.large(3),
    ]
}
