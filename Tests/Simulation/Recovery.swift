import Casework
import Journal
import Registrar
import TestSupport

extension Play {
  /// The server died in a batch, or right after it: nobody was answered. All that was ever acknowledged must be there; of
  /// the batch all or nothing.
  /// - Parameter look: takes in what else the batch may have stored.
  func recover(_ letters: [Letter], _ look: () throws -> Void = {}) throws {
    figures.crashes += 1
    let losesUnsynced = chance(60)
    chronicle.tell(now, losesUnsynced ? "the machine loses power" : "the process is killed")
    server.die(losesUnsynced: losesUnsynced)
    try server.start()
    let dueBefore = Set(model.due(by: told))
    let found = try letters.map { try $0.isForged ? nil : server.earlier($0.filing) }
    let isStored = zip(letters, found).contains { model.answers[$0.number] == nil && $1 != nil }
    if isStored { try takeStored(letters, found) }
    try look()
    let ownActs = try takeOwnActs()
    guard isStored || ownActs == 0 || !letters.contains(where: { isNew($0) }) || dueBefore.isEmpty else {
      throw Discrepancy("a crash left half a batch: the counter's own acts without the letters beside them")
    }
    server.reader.endSnapshot()
    try compareAll()
    for letter in letters { sendAgain(letter) }
    downUntil = now + (chance(70) ? 0 : Int64.random(in: 0..<3 * Self.day, using: &numbers))
  }

  /// Would the letter change something if it came now?
  private func isNew(_ letter: Letter) -> Bool {
    guard model.answers[letter.number] == nil else { return false }
    if letter.sequence == 0 { return true }
    return NaiveRules.allow(letter.command, on: model.request(letter.sequence), at: told)
  }

  private func takeStored(_ letters: [Letter], _ found: [Acceptance?]) throws {
    for (letter, acceptance) in zip(letters, found) where model.answers[letter.number] == nil {
      let expected = model.take(letter, at: told)
      switch (acceptance, expected) {
      case (let acceptance?, .accepted): try accept(letter, acceptance)
      case (nil, .refused): break
      default:
        throw Discrepancy(
          "a crash left half a batch: letter \(letter.number) is \(acceptance == nil ? "missing" : "there")")
      }
    }
  }

  private func takeOwnActs() throws -> Int {
    var count = 0
    for request in model.requests { count += try catchUp(request.sequence, limit: .max) }
    return count
  }

  /// The process dies while it has nothing to do.
  func dieIdle() throws {
    figures.crashes += 1
    chronicle.tell(now, "the process is killed while idle")
    server.die(losesUnsynced: true)
    try server.start()
    try compareAll()
  }
}
