import Casework
import Registrar
import TestSupport

extension Play {
  /// Does what was planned.
  /// - Returns: a letter that comes of it, if one does.
  func carryOut(_ intention: Intention) throws -> Letter? {
    switch intention {
    case .arrival(let office): return arrive(at: office)
    case .send(let letter): return letter
    case .citizen(let sequence, let plan): return try write(plan, about: sequence)
    case .officer(let row): return try work(row)
    case .mischief: return mischief()
    case .strike: strike()
    case .calendar: try putCalendar()
    case .clock(let error):
      clockError = error
      chronicle.tell(now, "the machine's clock is wrong by \(error / 60_000) minutes")
    case .crash: try planCrash()
    case .restart: try restart()
    case .tally:
      guard now >= downUntil else { break }
      try sabotageOnce()
      try Comparison.checkTallies(path: server.path, model, now: told)
    }
    return nil
  }

  private func strike() {
    let agency = Province.agencies[Int.random(in: 0..<Province.agencies.count, using: &numbers)].id
    strikes[agency] = now + Int64.random(in: Self.day..<20 * Self.day, using: &numbers)
    chronicle.tell(now, "\(agency) goes on strike")
  }

  /// A day is closed, or opened again: tomorrow, today, or some weeks ahead.
  private func putCalendar() throws {
    guard now >= downUntil else { return agenda.put(.calendar, at: downUntil) }
    let ahead = chance(50) ? 0...1 : 2...40
    var calendar = calendars.changed(
      day: Int(now / Self.day) + Int.random(in: ahead, using: &numbers), &numbers)
    let order = scribe.change(.putCalendar(calendar, expectedVersion: calendar.version))
    server.surroundings.now = told
    while true {
      do {
        let result = try server.commit([.change(order)])
        guard case .directoryChanged(let version, _) = result.outcomes[0], version > calendar.version else {
          throw Discrepancy("a calendar is not taken: \(result.outcomes[0])")
        }
        calendar.version = version
        try followOwnActs(after: result)
        break
      } catch is Server.Crash {
        // Whoever put it has no answer, and puts it again under the same key.
        try recover([])
        downUntil = now
      }
    }
    try server.followDirectory()
    calendars.take(calendar)
    lay(calendar)
    chronicle.tell(now, "calendar \(calendar.version) of \(calendar.region) is put")
  }

  private func planCrash() throws {
    guard now >= downUntil else { return }
    if chance(20) { return try dieIdle() }
    // Within one batch most often; else somewhere in the days to come, in the middle of a checkpoint perhaps.
    let steps =
      chance(60) ? Int.random(in: 0..<20, using: &numbers) : Int.random(in: 20..<4_000, using: &numbers)
    server.disk.failPower(after: steps, SplitMix64(seed: numbers.next()))
  }

  private func restart() throws {
    guard now >= downUntil else { return }
    chronicle.tell(now, "the server is restarted")
    do {
      try server.stop()
    } catch  where server.disk.isOut {
      // It died while it folded the log.
      figures.crashes += 1
      server.die(losesUnsynced: chance(60))
    }
    try server.start()
    try compareAll()
  }

  // MARK: Bad lines

  /// How many in a hundred letters, and as many answers, are lost on the way.
  func lossPercent(_ letter: Letter) -> Int {
    switch letter.command.actor.role {
    case .kiosk: 25
    case .citizen: 8
    case .office: 5
    default: 2
    }
  }

  /// Puts a letter among those that arrive, unless it is lost; now and then twice, or with other content.
  func post(_ letter: Letter, _ letters: inout [Letter]) {
    if chance(lossPercent(letter)) { return sendAgain(letter) }
    letters.append(letter)
    if chance(2) { letters.append(letter) }
    if model.answers[letter.number] != nil && chance(20) { letters.append(scribe.forged(letter)) }
  }

  /// Whoever has no answer sends the same again, until it gives up.
  func sendAgain(_ letter: Letter) {
    guard letter.sendings < 8, !letter.isForged else { return }
    var again = letter
    again.sendings += 1
    agenda.put(.send(again), at: now + Int64.random(in: 1..<90, using: &numbers) * 60_000)
  }
}
