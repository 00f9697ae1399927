import Threading

// Futures, and pools whose workers complete them.
extension RandomOperation {
    static let futures = [
        Self("x") { try $0.variables[0].read() },
        Self(trying: "f.begin") { try $0.futures[0].begin() ? 1 : 0 },
        Self(trying: "f.finish(1)") { try $0.futures[0].finish(.success(1)) },
        Self(trying: "f.finish with an error") { try $0.futures[0].finish(.failure(Failing())) },
        Self(trying: "f.result") { try $0.futures[0].result() },
        Self(trying: "f.result soon") { try $0.futures[0].result(timeout: soon) },
        Self(trying: "f.error soon") { try $0.futures[0].error(timeout: soon) == nil ? 0 : 1 },
        Self("f.cancel") { $0.futures[0].cancel() },
        Self("f.isDone") { $0.futures[0].isDone },
        Self("f.isRunning") { $0.futures[0].isRunning },
        Self("f.isCancelled") { $0.futures[0].isCancelled },
        Self("f.addDoneCallback") { (objects) -> Void in
            // Not of all the objects, of which the future is one: who keeps it would keep itself.
            let variable = objects.variables[0]
            objects.futures[0].addDoneCallback { _ in try variable.write(7) }
        },
        Self("f.addDoneCallback that fails") { objects in
            objects.futures[0].addDoneCallback { _ in throw Failing() }
        },
        Self(trying: "g.finish(2)") { try $0.futures[1].finish(.success(2)) },
        Self("g.cancel") { $0.futures[1].cancel() },
        Self("the first of f, g soon") { objects in
            try Future.wait(for: objects.futures, timeout: soon, until: .firstCompleted).done.count
        }.large(2),
        Self("f, g soon") { try Future.wait(for: $0.futures, timeout: soon).done.count },
        Self(trying: "f, g as completed") { objects in
            var completed = Future.asCompleted(objects.futures, timeout: soon)
            return try completed.next() === objects.futures[0] ? 1 : 0
        }.large(2),
    ]

    static let pools = [
        Self(trying: "p.submit") { objects in
            _ = try objects.pool?.submit { try objects.variables[0].write(8) }
        }.large(2),
        Self(trying: "p.execute") { objects in try objects.pool?.execute { objects.event.set() } }.large(2),
        Self(trying: "p.submit, and its result") { objects in
            try objects.pool?.submit { try objects.variables[0].read() }.result() ?? -2
        }.large(3),
        Self(trying: "p.submit, and its result soon") { objects in
            try objects.pool?.submit { try objects.variables[0].read() }.result(timeout: soon) ?? -2
        }.large(3),
        Self(trying: "p.submit, cancelled") { objects in
            try objects.pool?.submit { try objects.variables[0].read() }.cancel() == true ? 1 : 0
        }.large(3),
        Self(trying: "p.submit from a task") { objects in
            try objects.pool?.submit { try objects.pool?.submit { 1 }.result(timeout: soon) ?? 0 }.result()
                ?? -2
        }.large(3),
        Self(trying: "p.map") { objects in
            var results = try objects.pool?.map([1, 2]) { try objects.variables[0].read() + $0 }
            return try results?.collect().reduce(0, +) ?? -2
        }.large(3),
        Self("p.shutdown") { $0.pool?.shutdown(wait: false) },
        Self("p.shutdown, waited for") { $0.pool?.shutdown() }.large(2),
        Self("p.shutdown, and cancel") { $0.pool?.shutdown(wait: false, cancelPending: true) },
        Self("p.queued") { $0.pool?.queued ?? -1 },
        Self("p.workers") { objects in objects.pool.map { 2 * $0.workers.all + $0.workers.idle } ?? -1 },
        Self("x = 1") { try $0.variables[0].write(1) },
        Self("e.isSet") { $0.event.isSet },
    ]
}
