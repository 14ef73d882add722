import CounterServices
import GRPCServer
import Glibc
import Journal
import Sealing
import TestJournal
import TestSupport
import Testing

@Suite("A loop that cannot open the journal")
struct LostJournalTests {
  @Test("is told as a failure of the store that ends the server, and traps nothing")
  func isTold() async throws {
    let journal = try SmallJournal()
    let folder = journal.folder
    let authority = try CertificateAuthority(commonName: "test")
    _ = try authority.issue(
      .server(commonName: "localhost", hosts: ["localhost"], addresses: []),
      certificate: folder.file("server.crt"), key: folder.file("server.key"))
    let (notices, told) = AsyncStream.makeStream(of: Counter.Notice.self)
    let counter = try Counter(
      Counter.Settings(
        journalPath: journal.path, attachmentsPath: folder.file("attachments"), loops: 1, queueCapacity: 10,
        batchLimit: 10),
      keys: journal.keys, clock: { 0 }, notice: { told.yield($0) })
    let server = try Server(
      configuration: ServerConfiguration(
        certificateChainPath: folder.file("server.crt"), privateKeyPath: folder.file("server.key"))
    ) { counter.services($0) }
    // As descriptors that ran out would, this keeps a loop's reader from opening it.
    unlink(journal.path)
    server.start()
    var first = notices.makeAsyncIterator()
    guard case .storeFailed(let error, isFinal: true) = await first.next() else {
      Issue.record("something else was told")
      return
    }
    #expect(error.description.contains(journal.path))
    server.drain(graceMilliseconds: 0)
    server.wait()
    counter.close()
  }
}
