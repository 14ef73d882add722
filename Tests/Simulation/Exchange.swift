import Casework
import Journal
import Registrar
import TestSupport

extension Play {
  /// The counter takes in a batch and does what is due; then everything that it said and did is compared.
  func exchange(_ letters: [Letter]) throws {
    server.surroundings.now = told
    var unanswered = letters
    do {
      let result = try server.commit(letters.map { .file($0.filing) })
      unanswered = []
      try check(letters, result)
      try followOwnActs(after: result)
      // What a letter made due at once comes with the next batch.
      var more = true
      var rounds = 0
      while more {
        rounds += 1
        guard rounds < 200 else { throw Discrepancy("the counter does not come to rest") }
        let result = try server.commit([])
        more = !result.changed.isEmpty || result.hasMore
        try followOwnActs(after: result)
      }
      try checkNothingIsDue()
    } catch is Server.Crash {
      try recover(unanswered)
    }
  }

  private func check(_ letters: [Letter], _ result: BatchResult) throws {
    guard server.disk.isLogSynced else { throw Discrepancy("a batch is answered before it is synced") }
    for (letter, outcome) in zip(letters, result.outcomes) {
      try judge(letter, outcome)
      if chance(lossPercent(letter)) { sendAgain(letter) }
    }
    for sequence in Set(result.changed).sorted() where !isFollowed(sequence, result, letters) {
      try compare(sequence)
    }
  }

  /// Acts of the counter's own in the batch are taken in later, and compared then.
  private func isFollowed(_ sequence: Int64, _ result: BatchResult, _ letters: [Letter]) -> Bool {
    result.changed.dropFirst(accepted(result)).contains(sequence)
  }

  private func accepted(_ result: BatchResult) -> Int {
    result.outcomes.count { outcome in
      if case .accepted(let acceptance) = outcome { !acceptance.isRepeated } else { false }
    }
  }

  /// One answer against the model's.
  private func judge(_ letter: Letter, _ outcome: Outcome) throws {
    if let earlier = model.answers[letter.number] { return try judgeRepetition(letter, outcome, earlier) }
    let expected = model.take(letter, at: told)
    switch (outcome, expected) {
    case (.accepted(let acceptance), .accepted):
      guard !acceptance.isRepeated else {
        throw Discrepancy("letter \(letter.number) was never answered, and counts as a repetition")
      }
      try accept(letter, acceptance)
    case (.rejected, .refused): figures.refusals += 1
    default:
      throw Discrepancy(
        "letter \(letter.number) (\(letter.command.act.action) on request \(letter.sequence) by \(letter.command.actor.name)): \(outcome), expected: \(expected)"
      )
    }
  }

  func accept(_ letter: Letter, _ acceptance: Acceptance) throws {
    model.remember(acceptance, of: letter)
    let request = model.request(acceptance.sequence)
    guard acceptance.number == request.version, acceptance.state == request.state,
      acceptance.time == request.changed
    else {
      throw Discrepancy(
        "letter \(letter.number) is answered with event \(acceptance.number) in \(acceptance.state) at \(acceptance.time), expected \(request.version) in \(request.state) at \(request.changed)"
      )
    }
    if letter.sequence == 0 { try compareReceipt(acceptance, request) }
    chronicle.event(request, letter.command.act.action, now: now)
    react(to: letter.command.act.action, on: request)
  }

  private func compareReceipt(_ acceptance: Acceptance, _ request: NaiveRequest) throws {
    guard acceptance.sequence == model.requests.count, acceptance.acknowledgeDue == request.acknowledgeDue,
      acceptance.decideDue == request.decideDue, acceptance.fees == request.fees
    else { throw Discrepancy("the receipt of request \(acceptance.sequence) promises what does not hold") }
  }

  private func judgeRepetition(
    _ letter: Letter, _ outcome: Outcome, _ earlier: Acceptance
  ) throws {
    if letter.isForged {
      guard outcome == .keyReused else {
        throw Discrepancy("key \(letter.number) took other content: \(outcome)")
      }
      return
    }
    figures.repetitions += 1
    guard case .accepted(let acceptance) = outcome, acceptance.isRepeated,
      acceptance.sequence == earlier.sequence, acceptance.number == earlier.number,
      acceptance.hash == earlier.hash, acceptance.time == earlier.time, acceptance.state == earlier.state,
      acceptance.trackingCode == earlier.trackingCode
    else { throw Discrepancy("letter \(letter.number) was accepted, and its repetition got: \(outcome)") }
  }

  /// Takes in the counter's own acts of a batch, each against what the rules say.
  func followOwnActs(after result: BatchResult) throws {
    let own = result.changed.dropFirst(accepted(result))
    for sequence in own { _ = try catchUp(sequence, limit: 1) }
    for sequence in Set(own).sorted() { try compare(sequence) }
  }

  /// Reads what the counter did by itself to a request, up to some events.
  /// - Returns: how many there were.
  func catchUp(_ sequence: Int64, limit: Int) throws -> Int {
    let bodies = try server.reader.bodies(sequence, after: model.request(sequence).version, limit: limit)
    for (number, body) in bodies {
      let event = try CaseEvent(body)
      guard event.role == .system else {
        throw Discrepancy("event \(number) of request \(sequence) (\(event.action)) was never acknowledged")
      }
      let record = try server.reader.record(sequence, code: model.request(sequence).code)
      let hash = record?.version == number ? record?.lastHash : try hash(before: number + 1, of: sequence)
      let act = model.takeOwnAct(sequence, at: told, hash: hash ?? Digest(), channel: event.channel)
      guard let act, act.action == event.action, event.time == model.request(sequence).changed else {
        throw Discrepancy(
          "event \(number) of request \(sequence): the counter did \(event.action) \(event.reason) at \(event.time), expected \(act.map { "\($0)" } ?? "nothing")"
        )
      }
      figures.ownActs += 1
      chronicle.event(model.request(sequence), event.action, now: now)
      react(to: event.action, on: model.request(sequence))
    }
    return bodies.count
  }

  /// The hash of an event, as the next one has it.
  private func hash(before number: UInt32, of sequence: Int64) throws -> Digest? {
    let next = try server.reader.bodies(sequence, after: number - 1, limit: 1).first
    return try next.map { try CaseEvent($0.body).previous }
  }

  private func checkNothingIsDue() throws {
    for sequence in model.due(by: told) {
      let request = model.request(sequence)
      if let act = model.clock(request).dueAct(request, at: max(told, request.changed)) {
        throw Discrepancy("request \(sequence): \(act) was due at \(request.nextDue) and is not done")
      }
    }
  }

  func compare(_ sequence: Int64) throws {
    let request = model.request(sequence)
    try Comparison.check(try server.reader.record(sequence, code: request.code), request)
  }

  func compareAll() throws {
    for request in model.requests { try compare(request.sequence) }
    server.reader.endSnapshot()
    try Comparison.checkTallies(path: server.path, model, now: told)
  }
}
