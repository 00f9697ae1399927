// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that who builds Lockstep does not fetch what it is only compared with.
let package = Package(
    name: "lockstep-benchmarks",
    dependencies: [
        .package(name: "lockstep", path: ".."),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    ],
    targets: [
        .executableTarget(
            name: "benchmarks",
            dependencies: [
                .product(name: "Exploration", package: "lockstep"),
                .product(name: "ThreadEngine", package: "lockstep"),
                .product(name: "Threading", package: "lockstep"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ])
    ],
    swiftLanguageModes: [.v6]
)
