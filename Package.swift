// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
    .enableUpcomingFeature("ExistentialAny"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
    .enableUpcomingFeature("InternalImportsByDefault"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "lockstep",
    products: [
        .library(name: "Threading", targets: ["Threading"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    ],
    targets: [
        .target(name: "CThreading"),
        .target(
            name: "Threading",
            dependencies: [
                "CThreading",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "HeapModule", package: "swift-collections"),
            ],
            swiftSettings: strict
        ),
        .target(name: "Tracing", dependencies: ["Threading"], swiftSettings: strict),
        .target(name: "ThreadEngine", dependencies: ["CThreading", "Threading", "Tracing"], swiftSettings: strict),

        .testTarget(
            name: "ConformanceTests", dependencies: ["ThreadEngine", "Threading", "Tracing"],
            path: "Tests/Conformance", swiftSettings: strict),
        .testTarget(
            name: "ThreadingTests", dependencies: ["CThreading", "Threading"], swiftSettings: strict),
        .testTarget(
            name: "ThreadEngineTests", dependencies: ["ThreadEngine", "Threading", "Tracing"], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
