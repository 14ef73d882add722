import Casework
import Journal
import Sealing
import TestJournal
import TestSupport
import Testing

@testable import Registrar

@Suite("A batch")
struct RegistryTests {
  @Test("gives new requests sequences without gaps and codes that open to them")
  func opensRequests() throws {
    let journal = try SmallJournal()
    let open = try OpenRegistry(journal)
    let accepted = open.submit(1...5)
    #expect(accepted.map(\.sequence) == [1, 2, 3, 4, 5])
    #expect(Set(accepted.map(\.trackingCode)).count == 5)
    for acceptance in accepted {
      #expect(acceptance.number == 1 && acceptance.state == .submitted && !acceptance.isRepeated)
      let id = EventId(sequence: acceptance.sequence, number: 1)
      #expect(try storedHashes(journal.path)[id] == acceptance.hash)
    }
    #expect(open.submit(6...6).map(\.sequence) == [6])
  }

  @Test("decides two acts on one request in their order")
  func decidesInOrder() throws {
    let open = try OpenRegistry(SmallJournal())
    let request = try #require(open.submit(1...1).first)
    let outcomes = open.commit([
      open.maker.act(.claim(lease: 0), on: request, seeing: 1, by: FilingMaker.registry, number: 2),
      open.maker.act(.claim(lease: 0), on: request, seeing: 1, by: FilingMaker.otherRegistry, number: 3),
      open.maker.act(.fulfil, on: request, seeing: 2, by: FilingMaker.otherRegistry, number: 4),
      open.maker.act(.fulfil, on: request, seeing: 2, by: FilingMaker.registry, number: 5),
    ])
    #expect(outcomes[0].acceptance?.state == .assigned)
    #expect(outcomes[1] == .rejected(.staleVersion(current: 2)))
    #expect(outcomes[2] == .rejected(.notClaimedByCaller))
    #expect(outcomes[3].acceptance?.state == .fulfilled)
  }

  @Test("may act on a request that it opens itself")
  func actsOnNewRequest() throws {
    let journal = try SmallJournal()
    let open = try OpenRegistry(journal)
    let other = try OpenRegistry(SmallJournal())
    // The same keys make the same code for the first sequence.
    let foreseen = try #require(other.submit(1...1).first)
    let outcomes = open.commit([
      open.maker.submission(1),
      open.maker.act(.withdraw, on: foreseen, seeing: 1, by: FilingMaker.citizen, number: 2),
    ])
    #expect(outcomes.compactMap(\.acceptance).map(\.state) == [.submitted, .withdrawn])
    #expect(try audit(journal.path, journal.keys).isSound)
  }

  @Test("gives the same acceptance for the same key and content, in it, later and after a restart")
  func repeats() throws {
    let journal = try SmallJournal()
    var first: [Acceptance] = []
    do {
      let open = try OpenRegistry(journal)
      let outcomes = open.commit([open.maker.submission(1), open.maker.submission(1)])
      first = outcomes.compactMap(\.acceptance)
      try #require(first.count == 2)
      #expect(first.map(\.isRepeated) == [false, true])
      let request = first[0]
      let act = open.maker.act(.acknowledge, on: request, seeing: 1, by: FilingMaker.registry, number: 2)
      first += open.commit([act, act]).compactMap(\.acceptance)
      try #require(first.count == 4)
    }
    let open = try OpenRegistry(journal)
    let act = open.maker.act(.acknowledge, on: first[0], seeing: 1, by: FilingMaker.registry, number: 2)
    let again = open.commit([open.maker.submission(1), act]).compactMap(\.acceptance)
    try #require(again.count == 2)
    for (index, acceptance) in again.enumerated() {
      var expected = first[2 * index]
      expected.isRepeated = true
      #expect(acceptance == expected)
      #expect(first[2 * index + 1] == expected)
    }
    #expect(
      try audit(journal.path, journal.keys) == JournalAudit.Report(requests: 1, events: 2, personalValues: 3))
  }

  @Test("refuses a key that was used with other content, and tells nothing of what it made")
  func refusesReusedKey() throws {
    let open = try OpenRegistry(SmallJournal())
    let outcomes = open.commit([open.maker.submission(1), open.maker.submission(1, content: 1)])
    #expect(outcomes[1] == .keyReused)
    #expect(open.commit([open.maker.submission(1, content: 2)]) == [.keyReused])
    #expect(open.submit(2...2).map(\.sequence) == [2])
  }

  @Test("takes the same key twice in two scopes")
  func scopesKeys() throws {
    let open = try OpenRegistry(SmallJournal())
    let request = try #require(open.submit(1...1).first)
    let act = open.maker.act(.acknowledge, on: request, seeing: 1, by: FilingMaker.registry, number: 1)
    #expect(open.commit([act])[0].acceptance?.state == .acknowledged)
  }

  @Test("keeps no key of what was refused: the same key may try again")
  func forgetsKeyOfRefusal() throws {
    let open = try OpenRegistry(SmallJournal())
    let request = try #require(open.submit(1...1).first)
    let early = open.maker.act(.fulfil, on: request, seeing: 1, by: FilingMaker.registry, number: 2)
    #expect(open.commit([early]) == [.rejected(.wrongState(.submitted, .fulfil))])
    let claim = open.maker.act(.claim(lease: 0), on: request, seeing: 1, by: FilingMaker.registry, number: 3)
    #expect(open.commit([claim])[0].acceptance != nil)
    let later = open.maker.act(.fulfil, on: request, seeing: 2, by: FilingMaker.registry, number: 2)
    #expect(open.commit([later])[0].acceptance?.state == .fulfilled)
  }

  @Test("knows no request that is not there")
  func refusesUnknown() throws {
    let journal = try SmallJournal()
    let open = try OpenRegistry(journal)
    var request = try #require(open.submit(1...1).first)
    request.sequence = 99
    let act = open.maker.act(.acknowledge, on: request, seeing: 1, by: FilingMaker.registry, number: 2)
    #expect(open.commit([act]) == [.requestUnknown])
    #expect(try audit(journal.path, journal.keys).isSound)
  }

  @Test("of refusals and repetitions alone costs no sync, and counts no commit")
  func sparesSync() throws {
    let journal = try SmallJournal()
    let disk = Disk(under: journal.folder.path)
    let open = try OpenRegistry(journal)
    _ = open.submit(1...1)
    #expect(open.commits.current == 1)
    disk.start()
    let outcomes = open.commit([open.maker.submission(1), open.maker.submission(1, content: 1)])
    #expect(outcomes.last == .keyReused)
    #expect(disk.steps.isEmpty)
    #expect(open.commits.current == 1)
    _ = open.submit(2...9)
    #expect(disk.steps.filter { $0.operation == .sync }.count == 1, "one sync for the whole batch")
    #expect(open.commits.current == 2)
  }

  @Test("tells which requests it changed, and not those that it left")
  func tellsChanged() throws {
    let open = try OpenRegistry(SmallJournal())
    let requests = open.submit(1...3)
    let result = open.registry.commit([
      .file(open.maker.submission(1)),
      .file(open.maker.act(.acknowledge, on: requests[1], seeing: 1, by: FilingMaker.registry, number: 4)),
      .file(open.maker.act(.acknowledge, on: requests[2], seeing: 9, by: FilingMaker.registry, number: 5)),
      .file(open.maker.submission(6)),
      .recordGuess(.code(1), GuessCount(wrong: 1, last: 1)),
    ])
    #expect(result.changed == [2, 4])
    #expect(result.outcomes.last == .guessRecorded)
    #expect(result.failure == nil && !result.isFinal)
  }

  @Test("has times that never fall, whatever the clock does")
  func keepsTimes() throws {
    let journal = try SmallJournal()
    let clock = SetClock(5_000)
    let open = try OpenRegistry(journal, time: { clock.now })
    let request = try #require(open.submit(1...1).first)
    clock.set(4_000)
    let claim = open.maker.act(.claim(lease: 0), on: request, seeing: 1, by: FilingMaker.registry, number: 2)
    clock.set(3_000)
    #expect(open.commit([claim])[0].acceptance?.time == 5_000)
    #expect(try audit(journal.path, journal.keys).isSound)
  }

  @Test("keeps a wrong guess")
  func keepsGuess() throws {
    let journal = try SmallJournal()
    let subject = GuessSubject.secretsOfPrincipal(7)
    do {
      let open = try OpenRegistry(journal)
      #expect(
        open.registry.commit([
          .recordGuess(
            .code(5), GuessCount(wrong: 3, last: 9),
            also: (subject: subject, count: GuessCount(wrong: 70, last: 9)))
        ]).outcomes == [.guessRecorded])
    }
    #expect(
      try JournalWriter(path: journal.path).loadGuesses(limit: 100) == [
        GuessSubject.code(5).bytes: GuessCount(wrong: 3, last: 9),
        subject.bytes: GuessCount(wrong: 70, last: 9),
      ])
  }
}

@Suite("What a key was answered before")
struct EarlierAcceptanceTests {
  @Test("is read from a snapshot as the writer gives it")
  func reads() throws {
    let journal = try SmallJournal()
    let open = try OpenRegistry(journal)
    var accepted = try #require(open.submit(1...1).first)
    let reader = try JournalReader(path: journal.path, commits: open.commits)
    let cipher = try TrackingCodeCipher(keys: journal.keys)
    let hasher = try SHA256Context()
    func find(_ filing: Filing) throws -> Outcome? {
      try EarlierAcceptance.find(filing.key, filing.content, reader, cipher, hasher)
    }
    accepted.isRepeated = true
    #expect(try find(open.maker.submission(1)) == .accepted(accepted))
    #expect(try find(open.maker.submission(1, content: 1)) == .keyReused)
    #expect(try find(open.maker.submission(2)) == nil)
  }
}
