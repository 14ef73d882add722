// Plays seeded years of a province against the real registry and journal:
//
//   simulate --seed N [--days N] [--verbose] [--sabotage WHAT]
//   simulate --from-seed A --to-seed B
//
// Each seed is a year with a journal of its own. Ends with 1 at the first seed whose counter and model differ.

import Glibc
import Simulation

/// What the arguments ask for.
struct Wishes {
  var seeds: ClosedRange<UInt64> = 1...1
  var days = 365
  var isTold = false
  var sabotage: Sabotage?
}

func fail(_ line: String, _ status: Int32) -> Never {
  let bytes = Array("simulate: \(line)\n".utf8)
  _ = write(2, bytes, bytes.count)
  exit(status)
}

func readWishes(_ arguments: [String]) -> Wishes {
  var wishes = Wishes()
  var first: UInt64?
  var last: UInt64?
  var rest = arguments[...]
  func number(_ option: String) -> UInt64 {
    guard let text = rest.popFirst(), let number = UInt64(text) else { fail("\(option) takes a number", 2) }
    return number
  }
  while let option = rest.popFirst() {
    switch option {
    case "--seed":
      first = number(option)
      last = first
    case "--from-seed": first = number(option)
    case "--to-seed": last = number(option)
    case "--days": wishes.days = Int(clamping: number(option))
    case "--years": wishes.days = Int(clamping: number(option)) * 365
    case "--verbose": wishes.isTold = true
    case "--sabotage":
      guard let name = rest.popFirst(), let sabotage = Sabotage(rawValue: name) else {
        fail("--sabotage takes one of \(Sabotage.allCases.map(\.rawValue).joined(separator: ", "))", 2)
      }
      wishes.sabotage = sabotage
    default: fail("unknown option \(option)", 2)
    }
  }
  let from = first ?? last ?? 1
  guard from <= last ?? from, (1...36_500).contains(wishes.days) else { fail("there is nothing to play", 2) }
  wishes.seeds = from...(last ?? from)
  return wishes
}

/// Processor time of this process, in seconds.
func processorTime() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }

/// Writes a line at once: who follows a long run wants to see where it is.
func say(_ line: String) {
  let bytes = Array((line + "\n").utf8)
  _ = write(1, bytes, bytes.count)
}

/// Plays one seed; ends the program where it fails.
func play(_ seed: UInt64, _ wishes: Wishes) -> Figures {
  var play: Play?
  do {
    let playing = try Play(seed: seed, days: wishes.days, isTold: wishes.isTold, sabotage: wishes.sabotage)
    play = playing
    return try playing.run()
  } catch {
    let days = wishes.days == 365 ? "" : " --days \(wishes.days)"
    let sabotage = wishes.sabotage.map { " --sabotage \($0.rawValue)" } ?? ""
    say("seed \(seed), step \(play?.figures.steps ?? 0), \(moment(play?.now ?? 0)): \(error)")
    say("again: scripts/simulate --seed \(seed)\(days)\(sabotage) --verbose")
    exit(1)
  }
}

func playAll(_ wishes: Wishes) {
  var sum = Figures()
  let started = processorTime()
  for seed in wishes.seeds {
    let figures = play(seed, wishes)
    sum.add(figures)
    let played = seed - wishes.seeds.lowerBound + 1
    if wishes.seeds.count == 1 { say("digest \(figures.digest)") }
    guard played % 20 == 0 || seed == wishes.seeds.upperBound else { continue }
    let each = Int((processorTime() - started) / Double(played) * 1_000)
    say(
      """
      seeds \(wishes.seeds.lowerBound) to \(seed): \(played) times \(wishes.days) days; \(sum.requests) requests, \
      \(sum.events) events, \(sum.ownActs) by the counter itself, \(sum.refusals) refusals, \
      \(sum.repetitions) repetitions, \(sum.crashes) crashes, \(sum.steps) steps; \(each) ms each; no discrepancy
      """)
  }
}

playAll(readWishes(Array(CommandLine.arguments.dropFirst())))
