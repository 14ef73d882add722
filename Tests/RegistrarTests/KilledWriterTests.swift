import Casework
import Glibc
import Journal
import TestJournal
import TestSupport
import Testing

@testable import Registrar

@Suite("A process that ends in the middle of its work")
struct KilledWriterTests {
  /// What the child said was accepted.
  private struct Promise {
    let filing: UInt64
    let event: EventId
    let hash: Digest

    init?(_ line: String) {
      let words = line.split(separator: " ").map(String.init)
      guard words.count == 4, let filing = UInt64(words[0]), let sequence = Int64(words[1]),
        let number = UInt32(words[2]), let hash = Digest(hexadecimal: words[3])
      else { return nil }
      self.filing = filing
      event = EventId(sequence: sequence, number: number)
      self.hash = hash
    }
  }

  @Test("by SIGKILL has kept all that it said was accepted", arguments: [1, 2, 30, 400])
  func keepsPromisesWhenKilled(killedAfter count: Int) throws {
    let journal = try SmallJournal()
    let child = try Child("filing-program", [journal.path])
    var promises: [Promise] = []
    while let line = child.line() {
      promises.append(try #require(Promise(line), "\(line)"))
      if promises.count == count { child.kill() }
    }
    #expect(child.wait() == SIGKILL)
    #expect(promises.count >= count)
    try expectKept(promises, journal)
  }

  @Test("by a write that the system refuses has kept all that it said was accepted, and takes no more")
  func keepsPromisesWhenWriteFails() throws {
    let journal = try SmallJournal()
    let child = try Child("filing-program", [journal.path, "400000"])
    var promises: [Promise] = []
    var end = ""
    while let line = child.line() {
      if let promise = Promise(line) { promises.append(promise) } else { end = line }
    }
    #expect(child.wait() == nil)
    #expect(end == "failed inputOutput true")
    #expect(promises.count > 10)
    try expectKept(promises, journal)
  }

  private func expectKept(_ promises: [Promise], _ journal: SmallJournal) throws {
    // The writer is the first to open what is left, as after a restart.
    let open = try OpenRegistry(journal)
    #expect(try audit(journal.path, journal.keys).findings == [])
    let hashes = try storedHashes(journal.path)
    for promise in promises { #expect(hashes[promise.event] == promise.hash, "filing \(promise.filing)") }
    for promise in promises where promise.event.number == 1 {
      let again = open.commit([open.maker.submission(promise.filing, noteBytes: 2_000)])[0].acceptance
      #expect(again?.isRepeated == true && again?.hash == promise.hash, "filing \(promise.filing)")
    }
    #expect(try storedHashes(journal.path) == hashes, "asking again stored something")
  }
}
