import Glibc
import Sealing
import TestSupport
import Testing

@Suite("Durable files")
struct DurableFileTests {
  private let folder = TemporaryFolder()

  @Test("are read as they were written, with the mode asked for", arguments: [0, 1, 100_000])
  func roundTrip(_ count: Int) throws {
    let path = folder.file("data")
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
    try DurableFile.create(path, bytes, mode: 0o600)
    #expect(permissions(of: path) == 0o600)
    #expect(try DurableFile.read(path, limit: count, isSecret: true) == bytes)
    try DurableFile.syncFolder(folder.path)
  }

  @Test("are not written over, and not through a link")
  func refusesExisting() throws {
    let path = folder.file("data")
    try DurableFile.create(path, [1], mode: 0o600)
    symlink(folder.file("elsewhere"), folder.file("link"))
    for path in [path, folder.file("link")] {
      #expect(throws: SealingError.file(action: "create", path: path, errno: EEXIST)) {
        try DurableFile.create(path, [2], mode: 0o600)
      }
    }
    #expect(try DurableFile.read(path, limit: 10) == [1])
    #expect(permissions(of: folder.file("elsewhere")) == nil)
  }

  @Test("are not read beyond the limit")
  func refusesLong() throws {
    let path = folder.file("data")
    try DurableFile.create(path, [1, 2, 3], mode: 0o600)
    #expect(throws: SealingError.malformed(path: path, expected: "at most 2 bytes")) {
      try DurableFile.read(path, limit: 2)
    }
  }

  @Test("are files: a folder is refused")
  func refusesFolder() {
    #expect(throws: SealingError.malformed(path: folder.path, expected: "a regular file")) {
      try DurableFile.read(folder.path, limit: 10)
    }
  }

  @Test("are files: a FIFO is refused, and nobody waits for its writer")
  func refusesFIFO() throws {
    let path = folder.file("fifo")
    try #require(mkfifo(path, 0o600) == 0)
    #expect(throws: SealingError.malformed(path: path, expected: "a regular file")) {
      try DurableFile.read(path, limit: 10)
    }
  }

  @Test("name the file whose folder is missing")
  func missingFolder() {
    let path = folder.file("missing/data")
    #expect(throws: SealingError.file(action: "create", path: path, errno: ENOENT)) {
      try DurableFile.create(path, [1], mode: 0o600)
    }
  }
}
