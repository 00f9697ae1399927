import CLibFuzzer

/// Feeds the decoding of requests with what libFuzzer makes up.
@main enum Fuzz {
    static func main() {
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
        _ = LLVMFuzzerRunDriver(&count, &arguments) { data, size in
            Subject.shared.take(Array(UnsafeBufferPointer(start: data, count: size)))
            return 0
        }
    }
}
