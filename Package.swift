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
        .library(name: "ThreadEngine", targets: ["ThreadEngine"]),
        .library(name: "CooperativeEngine", targets: ["CooperativeEngine"]),
        .library(name: "Exploration", targets: ["Exploration"]),
        .library(name: "HTTPServer", targets: ["HTTPServer"]),
        // For the fuzzing of requests, which is a package of its own.
        .library(
            name: "PlaygroundAPI",
            targets: ["HTTPServer", "Playground", "PlaygroundAPI", "Scenarios", "Tracing"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        // Only tests use it, to read openapi.yaml.
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        .target(name: "CThreading"),
        .target(name: "CFiber", linkerSettings: [.linkedLibrary(":libboost_context.a")]),
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
        .target(
            name: "ThreadEngine", dependencies: ["CThreading", "Threading", "Tracing"], swiftSettings: strict),
        .target(
            name: "CooperativeEngine", dependencies: ["CFiber", "CThreading", "Threading", "Tracing"],
            swiftSettings: strict),
        .target(
            name: "Exploration", dependencies: ["CThreading", "CooperativeEngine", "Threading", "Tracing"],
            swiftSettings: strict),
        .target(
            name: "Scenarios", dependencies: ["Threading", "Tracing"], swiftSettings: strict,
            plugins: ["EmbedSources"]),
        .target(name: "Metrics", swiftSettings: strict),
        .testTarget(name: "MetricsTests", dependencies: ["Metrics"], swiftSettings: strict),
        .target(
            name: "Playground",
            dependencies: [
                "CooperativeEngine", "Exploration", "Metrics", "Scenarios", "ThreadEngine", "Threading",
                "Tracing",
            ],
            swiftSettings: strict),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(
            name: "Persistence",
            dependencies: [
                "CZlib", "Playground", "Scenarios", "Threading", "Tracing",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .target(
            name: "PlaygroundAPI",
            dependencies: ["HTTPServer", "Metrics", "Playground", "Scenarios", "Threading", "Tracing"],
            swiftSettings: strict),
        .target(
            name: "Settings", dependencies: ["HTTPServer", "Playground", "PlaygroundAPI", "Tracing"],
            swiftSettings: strict),
        .testTarget(
            name: "SettingsTests",
            dependencies: ["HTTPServer", "Playground", "PlaygroundAPI", "Settings"],
            swiftSettings: strict),
        .target(name: "CICUData"),
        .executableTarget(
            name: "lockstep",
            dependencies: [
                "CICUData", "Exploration", "HTTPServer", "Metrics", "Persistence", "Playground",
                "PlaygroundAPI", "Scenarios", "Settings", "Threading", "Tracing",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),
        .executableTarget(name: "embed-sources", swiftSettings: strict),
        .plugin(name: "EmbedSources", capability: .buildTool(), dependencies: ["embed-sources"]),

        .testTarget(
            name: "ConformanceTests",
            dependencies: ["CooperativeEngine", "Exploration", "ThreadEngine", "Threading", "Tracing"],
            path: "Tests/Conformance", swiftSettings: strict),
        .testTarget(
            name: "ThreadingTests", dependencies: ["CThreading", "Threading"], swiftSettings: strict),
        .testTarget(
            name: "ExplorationTests",
            dependencies: ["CooperativeEngine", "Exploration", "Threading", "Tracing"],
            swiftSettings: strict),
        .testTarget(
            name: "ThreadEngineTests", dependencies: ["ThreadEngine", "Threading", "Tracing"],
            swiftSettings: strict),
        .testTarget(
            name: "RunStoreTests",
            dependencies: [
                "Persistence", "Playground", "Scenarios", "Threading", "Tracing", "lockstep",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .systemLibrary(
            name: "CMicroHTTPD", pkgConfig: "libmicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),
        .target(
            name: "HTTPServer", dependencies: ["CMicroHTTPD", "CZlib", "Threading"], swiftSettings: strict),
        .testTarget(
            name: "HTTPServerTests", dependencies: ["CZlib", "HTTPServer", "Threading"],
            swiftSettings: strict),

        .testTarget(
            name: "TracingTests",
            dependencies: ["Playground", "Scenarios", "ThreadEngine", "Threading", "Tracing"],
            swiftSettings: strict),
        .testTarget(
            name: "ScenariosTests",
            dependencies: ["Exploration", "Playground", "Scenarios", "ThreadEngine", "Threading", "Tracing"],
            swiftSettings: strict),
        .testTarget(
            name: "PlaygroundTests",
            dependencies: ["Metrics", "Playground", "Scenarios", "Threading", "Tracing"],
            swiftSettings: strict),
        // What tests that speak to a server share: a client, and a reader of runs.
        .target(
            name: "TestClient", dependencies: ["Tracing", "Yams"], path: "Tests/TestClient",
            swiftSettings: strict),
        .testTarget(
            name: "PlaygroundAPITests",
            dependencies: [
                "Exploration", "HTTPServer", "Metrics", "Playground", "PlaygroundAPI", "Scenarios",
                "TestClient",
                "Threading", "Tracing",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ServiceTests",
            dependencies: ["Scenarios", "Settings", "TestClient", "Tracing", "lockstep"],
            path: "Tests/Service",
            swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
