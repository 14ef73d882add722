// Stores filings as fast as it can and writes a line for each that is accepted, until it is killed:
//
//   filing-program JOURNAL [LARGEST-FILE-IN-BYTES]
//
// A line is the filing's number, the request's sequence, the event's number and its hash. A limit on the size of files
// makes the system's own write fail: the program then writes "failed" and whether that was final, and ends.

import Casework
import Glibc
import Journal
import Registrar
import Synchronization
import TestJournal

/// Keeps the writer busy: each acceptance puts the next filing.
final class Feeder: Sendable {
  /// Filings under way at any time.
  static let width: UInt64 = 24
  /// The numbers of acknowledgements lie this far above those of their submissions.
  static let acknowledgements: UInt64 = 1_000_000

  private struct State: ~Copyable {
    let maker: FilingMaker
    var registrar: Registrar?
    var next: UInt64 = 1
  }

  private let state: Mutex<State>

  init(_ maker: sending FilingMaker) { state = Mutex(State(maker: maker)) }

  func start(_ registrar: Registrar) {
    state.withLock { state in
      state.registrar = registrar
      for _ in 0..<Self.width { Self.submit(&state) }
    }
  }

  func accepted(_ number: UInt64, _ acceptance: Acceptance) {
    say("\(number) \(acceptance.sequence) \(acceptance.number) \(acceptance.hash.hexadecimal)")
    state.withLock { state in
      guard number < Self.acknowledgements else { return Self.submit(&state) }
      let filing = state.maker.act(
        .acknowledge, on: acceptance, seeing: 1, by: FilingMaker.registry,
        number: number + Self.acknowledgements)
      Self.put(filing, number + Self.acknowledgements, state.registrar)
    }
  }

  private static func submit(_ state: inout State) {
    put(state.maker.submission(state.next, noteBytes: 2_000), state.next, state.registrar)
    state.next += 1
  }

  private static func put(_ filing: Filing, _ number: UInt64, _ registrar: Registrar?) {
    _ = registrar?.put(.file(filing), for: Ticket(desk: 0, number: UInt32(number)))
  }
}

func say(_ line: String) {
  let bytes = Array((line + "\n").utf8)
  guard write(1, bytes, bytes.count) == bytes.count else { exit(2) }
}

func serve(_ path: String) throws {
  let keys = try SmallJournal.keys()
  let feeder = Feeder(try FilingMaker(keys: keys))
  let listener = Registrar.Listener(
    outcomes: { _, outcomes in
      for (number, outcome) in outcomes {
        if case .accepted(let acceptance) = outcome { feeder.accepted(UInt64(number), acceptance) }
      }
    },
    changed: { _ in },
    failed: { error, isFinal in
      say("failed \(error.kind) \(isFinal)")
      exit(0)
    })
  let directory = try DirectoryTables.load(path: path)
  let registrar = try Registrar(
    journal: try JournalWriter(path: path), keys: keys, commits: CommitCounter(), desks: 1, queueCapacity: 64,
    batchLimit: 8, clock: { 1_000_000 }, directory: { directory }, listener: listener)
  feeder.start(registrar)
  while true { pause() }
}

if CommandLine.arguments.count > 2, let bytes = UInt(CommandLine.arguments[2]) {
  // Without this the system would end the process instead of failing the write.
  signal(SIGXFSZ, SIG_IGN)
  var limit = rlimit(rlim_cur: bytes, rlim_max: bytes)
  setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
}
try serve(CommandLine.arguments[1])
