import Casework
import Glibc
import Testing

@testable import Attachments

@Suite("The audit of stored files")
struct FileAuditTests {
  private let folder = TestFolder()

  private func keep(_ numbers: [UInt8]) async throws {
    let store = try folder.open()
    for number in numbers {
      let (upload, _) = try await store.send(document(), terms(document(), id: number))
      upload.settle()
    }
    store.close()
  }

  private func findings(_ expected: [(UInt8, [UInt8])]) throws -> [FileAudit.Finding] {
    var audit = try FileAudit(path: folder.path)
    for (number, bytes) in expected {
      audit.expect(id(number), size: UInt64(bytes.count), sha256: sha256(bytes))
    }
    try audit.findStrays()
    return audit.findings
  }

  @Test("finds nothing where all is as it was stored, and nothing where there is no folder")
  func sound() async throws {
    #expect(try findings([]).isEmpty)
    try await keep([1, 2])
    #expect(try findings([(1, document()), (2, document())]).isEmpty)
  }

  @Test("finds what is missing, changed, longer, or of nobody")
  func unsound() async throws {
    try await keep([1, 2, 3])
    let other = document("2 0 obj\n<<>>\nendobj\n")
    let found = try findings([(1, other), (2, document() + [0]), (4, document())])
    typealias Finding = FileAudit.Finding
    #expect(
      found == [
        Finding(id: id(1), kind: .otherBytes), Finding(id: id(2), kind: .otherSize),
        Finding(id: id(4), kind: .missing), Finding(id: id(3), kind: .ofNobody),
      ])
    for finding in found { #expect(finding.description.contains(finding.id.hexadecimal)) }
  }

  @Test("takes a file for no stray while its upload is there: it is being stored")
  func beingStored() async throws {
    let store = try folder.open()
    _ = try await store.send(document(), terms(document()))
    #expect(try findings([]).isEmpty)
    store.close()
  }
}
