import Casework
import Glibc
import Sealing
import Synchronization
import TestSupport

@testable import Attachments

/// A clock that tests set. It begins at the real time, since files carry theirs.
final class TestClock: Sendable {
  private let time: Mutex<Int64>

  init() {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    time = Mutex(Int64(now.tv_sec) * 1_000)
  }

  var now: Int64 { time.withLock { $0 } }

  func advance(_ milliseconds: Int64) { time.withLock { $0 += milliseconds } }
}

/// A folder of stored files, and what the journal is said to have.
final class TestFolder: Sendable {
  let folder = TemporaryFolder.inMemory()
  let clock = TestClock()
  let stored = Mutex<Set<AttachmentId>>([])

  var path: String { folder.file("attachments") }
  var layout: AttachmentFolder { AttachmentFolder(existing: path) }

  /// What a start of the server makes of the folder.
  func open(_ limits: AttachmentLimits = AttachmentLimits()) throws -> AttachmentStore {
    try AttachmentStore(
      path: path, limits: limits, clock: { [clock] in clock.now },
      isStored: { id in stored.withLock { $0.contains(id) } })
  }

  /// All files below, by their path there.
  var files: [String] {
    names(in: path).flatMap { folder in names(in: "\(path)/\(folder)").map { "\(folder)/\($0)" } }
  }
}

func sha256(_ bytes: [UInt8]) -> Digest {
  do { return try bytes.withUnsafeBytes { try SHA256Context().digest(of: $0) } } catch {
    preconditionFailure("no SHA-256: \(error)")
  }
}

func id(_ number: UInt8) -> AttachmentId { AttachmentId(sha256([number])) }

/// What the upload of these bytes announces.
func terms(
  _ bytes: [UInt8], id number: UInt8 = 1, uploader: Int64 = 7, allowed: [MediaType] = MediaType.allCases
) -> UploadTerms {
  UploadTerms(
    id: id(number), uploader: uploader, content: AttachmentId(sha256(bytes)), size: UInt64(bytes.count),
    sha256: sha256(bytes), allowed: allowed)
}

func piece(_ bytes: some Collection<UInt8>) -> Piece {
  let piece = Piece()
  Array(bytes).withUnsafeBytes { piece.append($0) }
  return piece
}

/// What a step has told.
private final class Told<Value: Sendable>: Sendable { let value = Mutex<Value?>(nil) }

/// Waits for what a step tells.
///
/// It goes through a lock: ThreadSanitizer does not see that a continuation hands over what was written before it.
func waited<Value: Sendable>(_ begin: (@escaping @Sendable (Value) -> Void) -> Void) async -> Value {
  let told = Told<Value>()
  await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
    begin { value in
      told.value.withLock { $0 = value }
      done.resume()
    }
  }
  return told.value.withLock { $0! }  // written before the continuation went on
}

// The steps of uploads and downloads, waited for.

extension Upload {
  func open(fromStart: Bool = true) async -> Result<UInt64, AttachmentFault> {
    await waited { open(fromStart: fromStart, then: $0) }
  }

  func append(_ bytes: some Collection<UInt8>) async throws {
    try await waited { append(piece(bytes), then: $0) }.get()
  }

  func finish() async -> Result<KeptFile, AttachmentFault> {
    await waited { finish(then: $0) }
  }
}

extension AttachmentStore {
  /// Sends all bytes of an upload, up to the moment at which its row is to be stored.
  func send(_ bytes: [UInt8], _ terms: UploadTerms) async throws -> (
    Upload, Result<KeptFile, AttachmentFault>
  ) {
    let upload = try begin(terms, whole: 0)
    _ = try await upload.open().get()
    do { try await upload.append(bytes) } catch let fault as AttachmentFault {
      return (upload, .failure(fault))
    }
    return (upload, await upload.finish())
  }

  /// All bytes of a kept file.
  func read(_ id: AttachmentId, piece count: Int = 1_000) async throws -> [UInt8] {
    let download = try download(id, caller: 7)
    defer { download.close() }
    var bytes: [UInt8] = []
    while true {
      let piece = Piece()
      try await waited { download.read(at: UInt64(bytes.count), count: count, into: piece, then: $0) }.get()
      if piece.count == 0 { return bytes }
      bytes += piece.bytes
    }
  }
}
