// swift-tools-version: 6.2
import PackageDescription

// A package of its own: everything that it is made of is built for libFuzzer. `Fuzzing/run` knows with which flags.
let package = Package(
    name: "lockstep-fuzzing",
    dependencies: [.package(name: "lockstep", path: "..")],
    targets: [
        .target(name: "CLibFuzzer"),
        .executableTarget(
            name: "fuzz",
            dependencies: ["CLibFuzzer", .product(name: "PlaygroundAPI", package: "lockstep")]),
    ],
    swiftLanguageModes: [.v6]
)
