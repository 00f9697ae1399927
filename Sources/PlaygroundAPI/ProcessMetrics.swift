import Glibc
import Metrics

/// The process as the system sees it, under the names that all Prometheus clients use.
enum ProcessMetrics {
    static func add(to registry: inout Registry) {
        let start = startTime
        registry.counter("process_cpu_seconds_total", "Processor time, of user and system together.") {
            var time = timespec()
            guard clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0 else { return nil }
            return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        }
        registry.gauge("process_resident_memory_bytes", "Memory that is in use, as far as it is in RAM.") {
            field(24).map { $0 * Double(getpagesize()) }
        }
        registry.gauge("process_virtual_memory_bytes", "Address space that is in use.") { field(23) }
        registry.gauge("process_threads", "Threads, those of runs included.") { field(20) }
        registry.gauge("process_open_fds", "File descriptors that are open.") { openDescriptors }
        registry.gauge("process_max_fds", "File descriptors that may be open.") {
            var limit = rlimit()
            guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return nil }
            return Double(limit.rlim_cur)
        }
        registry.gauge("process_start_time_seconds", "When the process began, in Unix time.") { start }
    }

    /// The field with this number in `/proc/self/stat`, as proc(5) counts them.
    private static func field(_ number: Int) -> Double? {
        // The second one is the program's name, which may hold blanks and parentheses.
        let fields = text(of: "/proc/self/stat").split(separator: ")").last?.split(separator: " ") ?? []
        return fields.indices.contains(number - 3) ? Double(fields[number - 3]) : nil
    }

    /// The system's start, and how much later the process was started, in ticks.
    private static var startTime: Double? {
        let boot = text(of: "/proc/stat").split(separator: "\n").first { $0.hasPrefix("btime ") }
        guard let boot = boot.flatMap({ Double($0.dropFirst(6)) }), let ticks = field(22) else { return nil }
        return boot + ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private static var openDescriptors: Double? {
        guard let folder = opendir("/proc/self/fd") else { return nil }
        defer { closedir(folder) }
        // Beside . and .. there is the folder's own descriptor.
        var count = -3
        while readdir(folder) != nil { count += 1 }
        return Double(count)
    }

    private static func text(of path: String) -> String {
        guard let file = fopen(path, "re") else { return "" }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }
}
