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
        .library(name: "Threading", targets: ["Events", "Threading"]),
        .library(name: "ThreadEngine", targets: ["Scheduling", "ThreadEngine", "Tracing"]),
        .library(name: "FiberEngine", targets: ["FiberEngine", "Scheduling", "Tracing"]),
        .library(name: "Exploration", targets: ["Exploration", "FiberEngine", "Scheduling"]),
        .library(name: "Analyses", targets: ["Analyses", "Tracing"]),
        .library(name: "LockstepTestKit", targets: ["LockstepTestKit"]),
        .library(name: "HTTPServer", targets: ["HTTPServer"]),
        // For the fuzzing of requests, which is a package of its own.
        .library(
            name: "PlaygroundAPI",
            targets: ["HTTPServer", "JSON", "Playground", "PlaygroundAPI", "Scenarios", "Storage"]),
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
        // What stands on nothing of ours.
        .target(name: "Events", swiftSettings: strict),
        .target(name: "JSON", swiftSettings: strict),
        .target(name: "Metrics", swiftSettings: strict),
        .target(name: "CThreading"),
        .target(name: "CFiber", linkerSettings: [.linkedLibrary(":libboost_context.a")]),
        .target(name: "CICUData"),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(
            name: "CMicroHTTPD", pkgConfig: "libmicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),

        // Threads, what they did, and who carries them.
        .target(
            name: "Threading",
            dependencies: [
                "CThreading", "Events",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "HeapModule", package: "swift-collections"),
            ],
            swiftSettings: strict),
        .target(name: "Tracing", dependencies: ["Events", "JSON", "Threading"], swiftSettings: strict),
        .target(name: "Analyses", dependencies: ["Events", "JSON", "Tracing"], swiftSettings: strict),
        .target(
            name: "Scheduling", dependencies: ["CThreading", "Events", "Threading", "Tracing"],
            swiftSettings: strict),
        .target(
            name: "ThreadEngine",
            dependencies: ["CThreading", "Events", "Scheduling", "Threading", "Tracing"],
            swiftSettings: strict),
        .target(
            name: "FiberEngine",
            dependencies: ["CFiber", "CThreading", "Events", "Scheduling", "Threading", "Tracing"],
            swiftSettings: strict),
        .target(
            name: "Exploration",
            dependencies: ["Analyses", "Events", "Scheduling", "Threading", "Tracing"],
            swiftSettings: strict),

        .target(
            name: "LockstepTestKit",
            dependencies: [
                "Exploration", "FiberEngine", "Scheduling", "ThreadEngine", "Threading", "Tracing",
            ],
            swiftSettings: strict),

        // Programs, and the service.
        .target(name: "Programs", dependencies: ["JSON", "Scheduling", "Threading"], swiftSettings: strict),
        .target(
            name: "Scenarios", dependencies: ["JSON", "Programs", "Scheduling", "Threading"],
            // Without the last: a scenario's file is shown to readers, and imports what its program does.
            swiftSettings: Array(strict.dropLast()), plugins: ["EmbedSources"]),
        .executableTarget(name: "embed-sources", swiftSettings: strict),
        .plugin(name: "EmbedSources", capability: .buildTool(), dependencies: ["embed-sources"]),
        .target(
            name: "Playground",
            dependencies: [
                "Analyses", "Events", "Exploration", "FiberEngine", "JSON", "Metrics", "Programs",
                "Scenarios", "Scheduling", "ThreadEngine", "Threading", "Tracing",
            ],
            swiftSettings: strict),
        .target(
            name: "Storage",
            dependencies: [
                "CZlib", "Playground", "Threading", .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .target(
            name: "HTTPServer", dependencies: ["CMicroHTTPD", "CZlib", "Threading"], swiftSettings: strict),
        .target(
            name: "PlaygroundAPI",
            dependencies: [
                "Analyses", "Exploration", "HTTPServer", "JSON", "Metrics", "Playground", "Programs",
                "Scenarios", "Threading", "Tracing",
            ],
            swiftSettings: strict),
        .target(
            name: "Settings",
            dependencies: ["HTTPServer", "JSON", "Playground", "PlaygroundAPI", "Threading"],
            swiftSettings: strict),
        .executableTarget(
            name: "lockstep",
            dependencies: [
                "Analyses", "CICUData", "Exploration", "HTTPServer", "JSON", "Metrics", "Playground",
                "PlaygroundAPI", "Settings", "Storage", "Threading", "Tracing",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),

        // Tests, a folder a module; and what they share.
        .testTarget(name: "MetricsTests", dependencies: ["Metrics"], swiftSettings: strict),
        .testTarget(
            name: "ThreadingTests", dependencies: ["CThreading", "Events", "Threading"], swiftSettings: strict
        ),
        .testTarget(
            name: "ConformanceTests",
            dependencies: [
                "Analyses", "Events", "Exploration", "FiberEngine", "LockstepTestKit", "Scheduling",
                "ThreadEngine",
                "Threading", "Tracing",
            ],
            path: "Tests/Conformance", swiftSettings: strict),
        .testTarget(
            name: "ExplorationTests",
            dependencies: [
                "Analyses", "Events", "Exploration", "FiberEngine", "LockstepTestKit", "Scheduling",
                "ThreadEngine", "Threading", "Tracing",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ThreadEngineTests",
            dependencies: [
                "Analyses", "Events", "JSON", "Scheduling", "ThreadEngine", "Threading", "Tracing",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "StorageTests",
            dependencies: [
                "Analyses", "Events", "Exploration", "HTTPServer", "JSON", "Playground", "Programs",
                "Scenarios", "Scheduling", "Storage", "Threading", "Tracing", "lockstep",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "HTTPServerTests", dependencies: ["CZlib", "HTTPServer", "Threading"],
            swiftSettings: strict),
        .testTarget(name: "JSONTests", dependencies: ["JSON"], swiftSettings: strict),
        // What tests of traces share: traces by hand, at random, and from `Tests/Golden`.
        .target(
            name: "TraceSamples", dependencies: ["Events", "JSON", "Threading", "Tracing"],
            path: "Tests/TraceSamples", swiftSettings: strict),
        .testTarget(
            name: "TracingTests",
            dependencies: [
                "Events", "JSON", "Scheduling", "TestClient", "ThreadEngine", "Threading", "TraceSamples",
                "Tracing",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "AnalysesTests",
            dependencies: ["Analyses", "Events", "JSON", "Threading", "TraceSamples", "Tracing"],
            swiftSettings: strict),
        .testTarget(
            name: "ScenariosTests",
            dependencies: [
                "Analyses", "Events", "Exploration", "JSON", "Playground", "Programs", "Scenarios",
                "Scheduling",
                "Storage", "ThreadEngine", "Threading", "Tracing",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "PlaygroundTests",
            dependencies: [
                "Analyses", "Events", "Exploration", "JSON", "Metrics", "Playground", "Programs", "Scenarios",
                "Storage", "Threading", "TraceSamples", "Tracing",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "SettingsTests",
            dependencies: ["HTTPServer", "Playground", "PlaygroundAPI", "Settings"],
            swiftSettings: strict),
        // What tests that speak to a server share: a client, and a reader of runs.
        .target(
            name: "TestClient", dependencies: ["JSON", "Yams"], path: "Tests/TestClient",
            swiftSettings: strict),
        .testTarget(
            name: "PlaygroundAPITests",
            dependencies: [
                "Analyses", "Events", "Exploration", "HTTPServer", "JSON", "Metrics", "Playground",
                "PlaygroundAPI", "Programs", "Scenarios", "Storage", "TestClient", "Threading", "Tracing",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ServiceTests",
            dependencies: ["JSON", "Programs", "Scenarios", "Settings", "TestClient", "lockstep"],
            path: "Tests/Service", swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
