// swift-tools-version: 6.0
import PackageDescription

// Imports are internal unless said otherwise: a room's C libraries stay inside it.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

func systemLibrary(_ name: String, _ pkgConfig: String, _ package: String) -> Target {
  .systemLibrary(
    name: name, path: "Sources/CLibraries/\(name)", pkgConfig: pkgConfig,
    providers: [.apt([package])])
}

let package = Package(
  name: "pishkhan",
  products: [
    .executable(name: "pishkhand", targets: ["pishkhand"]),
    .executable(name: "pishkhan", targets: ["pishkhan"]),
    .library(name: "GRPCServer", targets: ["GRPCServer"]),
  ],
  targets: [
    systemLibrary("COpenSSL", "openssl", "libssl-dev"),
    systemLibrary("CNghttp2", "libnghttp2", "libnghttp2-dev"),
    systemLibrary("CProtobufC", "libprotobuf-c", "libprotobuf-c-dev"),
    systemLibrary("CUV", "libuv", "libuv1-dev"),
    systemLibrary("CSQLite", "sqlite3", "libsqlite3-dev"),
    systemLibrary("CICU", "icu-i18n", "libicu-dev"),
    systemLibrary("CZlib", "zlib", "zlib1g-dev"),
    .systemLibrary(name: "CLinux", path: "Sources/CLibraries/CLinux"),

    // C generated from proto/ by `make proto`; never edited.
    .target(name: "GRPCMessages", dependencies: ["CProtobufC"]),
    .target(name: "Messages", dependencies: ["CProtobufC"]),

    // The house, from the ground up (docs/architecture.md).
    .target(name: "Reactor", dependencies: ["CUV", "COpenSSL"], swiftSettings: strict),
    .target(
      name: "GRPCServer",
      dependencies: ["Reactor", "GRPCMessages", "CNghttp2", "CProtobufC", "CZlib"],
      swiftSettings: strict),
    .target(name: "Casework", swiftSettings: strict),
    .target(name: "Catalogue", dependencies: ["Casework"], swiftSettings: strict),
    .target(name: "Sealing", dependencies: ["Casework", "COpenSSL"], swiftSettings: strict),
    .target(
      name: "Journal", dependencies: ["Casework", "Catalogue", "CSQLite"], swiftSettings: strict),
    .target(
      name: "Attachments", dependencies: ["Casework", "Sealing", "CZlib", "CLinux"], swiftSettings: strict),
    .target(
      name: "Registrar", dependencies: ["Casework", "Journal", "Sealing"],
      swiftSettings: strict),
    .target(
      name: "CounterServices",
      dependencies: [
        "GRPCServer", "Registrar", "Casework", "Journal", "Sealing", "Attachments", "Messages",
        "GRPCMessages",
        "CProtobufC",
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "pishkhand",
      dependencies: [
        "CounterServices", "GRPCServer", "Registrar", "Journal", "Attachments", "Sealing", "Catalogue",
        "Casework",
      ],
      resources: [
        .embedInCode("Data/catalogue.json"), .embedInCode("Data/calendar-ir.json"),
        .embedInCode("Data/regions.tsv"),
      ],
      swiftSettings: strict),

    // The C library and the command-line client that is built on it.
    .target(
      name: "libpishkhan",
      dependencies: ["COpenSSL", "CNghttp2", "CZlib"],
      path: "clients/c",
      exclude: ["tests", "examples"],
      sources: ["src"],
      publicHeadersPath: "include"),
    .executableTarget(
      name: "pishkhan", dependencies: ["libpishkhan", "Casework", "CICU"],
      swiftSettings: strict),

    // What tests of several rooms share: seeded numbers, folders of their own, programs to run.
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    // gRPC's public interoperability service, built on GRPCServer, and its C messages (Tests/Interop/generate-messages).
    .target(name: "InteropMessages", dependencies: ["CProtobufC"], path: "Tests/Interop/Messages"),
    .target(
      name: "InteropService", dependencies: ["GRPCServer", "InteropMessages", "CProtobufC"],
      path: "Tests/Interop/Service", swiftSettings: strict),
    .executableTarget(
      name: "interop-server", dependencies: ["GRPCServer", "InteropService"], path: "Tests/Interop/Server",
      swiftSettings: strict),
    .testTarget(
      name: "ReactorTests", dependencies: ["Reactor", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "GRPCServerTests",
      dependencies: [
        "GRPCServer", "InteropService", "Reactor", "CNghttp2", "COpenSSL", "CProtobufC", "TestSupport",
      ],
      swiftSettings: strict),
    // A journal with a counter's worth of rows, and a disk under it that fails when told to.
    .target(name: "FaultyDisk", dependencies: ["CSQLite"], path: "Tests/FaultyDisk"),
    .target(
      name: "TestJournal",
      dependencies: [
        "Registrar", "Journal", "Sealing", "Casework", "TestSupport", "FaultyDisk", "CSQLite",
      ],
      path: "Tests/TestJournal", swiftSettings: strict),
    .testTarget(
      name: "CaseworkTests", dependencies: ["Casework", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "CatalogueTests", dependencies: ["Catalogue", "Casework"], swiftSettings: strict),
    .testTarget(
      name: "SealingTests", dependencies: ["Sealing", "Casework", "TestSupport"],
      swiftSettings: strict),
    // A child for tests that kill it: stores filings and tells each that is accepted.
    .executableTarget(
      name: "filing-program", dependencies: ["Registrar", "Journal", "Casework", "TestJournal"],
      path: "Tests/FilingProgram", swiftSettings: strict),
    .testTarget(
      name: "RegistrarTests",
      dependencies: [
        "Registrar", "Journal", "Sealing", "Casework", "TestJournal", "TestSupport", "filing-program",
      ],
      swiftSettings: strict),
    // A seeded province beside a naive model of it, on the real registry and journal.
    .target(
      name: "Simulation",
      dependencies: [
        "Registrar", "Journal", "Sealing", "Casework", "TestJournal", "TestSupport", "FaultyDisk",
      ],
      path: "Tests/Simulation", swiftSettings: strict),
    .executableTarget(
      name: "simulate", dependencies: ["Simulation"], path: "Tests/Simulate", swiftSettings: strict),
    .testTarget(name: "SimulationTests", dependencies: ["Simulation"], swiftSettings: strict),
    .testTarget(
      name: "AttachmentsTests", dependencies: ["Attachments", "Sealing", "Casework", "CZlib", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "JournalTests",
      dependencies: ["Journal", "Casework", "TestJournal", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "CounterServicesTests",
      dependencies: [
        "CounterServices", "GRPCServer", "Journal", "Casework", "Messages", "GRPCMessages", "CProtobufC",
        "Sealing", "TestJournal", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "pishkhandTests",
      dependencies: ["pishkhand", "GRPCServer", "Sealing", "Casework", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "pishkhanTests", dependencies: ["pishkhan", "libpishkhan", "Casework", "TestSupport"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c11
)

// libFuzzer brings the main of these, so that no usual build can link them: scripts/fuzz sets the variable.
if Context.environment["PISHKHAN_FUZZ"] != nil {
  package.targets.append(
    .target(
      name: "FuzzedLoop", dependencies: ["GRPCServer", "Reactor", "CNghttp2"], path: "Tests/Fuzz/FuzzedLoop",
      swiftSettings: strict))
  let fuzzed: KeyValuePairs<String, [Target.Dependency]> = [
    "FuzzSession": ["FuzzedLoop", "GRPCServer", "InteropService", "Reactor"],
    "FuzzCounter": [
      "FuzzedLoop", "CounterServices", "GRPCServer", "Messages", "Reactor", "Sealing", "CProtobufC",
    ],
    "FuzzFrames": ["GRPCServer"],
    "FuzzHeaders": ["GRPCServer"],
    "FuzzUnpacking": ["CounterServices", "GRPCServer", "Messages", "CProtobufC"],
    "FuzzIdentifiers": ["Casework"],
    "FuzzEvents": ["Casework"],
    "FuzzPictures": ["Attachments"],
    "FuzzConfiguration": ["Attachments", "GRPCServer", "Sealing", "Casework"],
  ]
  for (name, dependencies) in fuzzed {
    package.targets.append(
      .executableTarget(
        name: name, dependencies: dependencies, path: "Tests/Fuzz/\(name)", swiftSettings: strict))
  }
}
