import Casework
import GRPCServer
import Journal
import Registrar
import Sealing

/// What one loop needs to answer calls: its own reader, ciphers and waiting calls. Confined to its loop's thread.
final class Desk {
  let counter: Counter
  let loop: LoopReference
  let reader: JournalReader
  let cipher: TrackingCodeCipher
  let secrets: CitizenSecretDeriver
  let cursors: CursorSeal
  let hasher: SHA256Context
  let citizenKeys: HMACContext
  let contentHashes: HMACContext
  let attachmentIds: HMACContext
  let random: RandomSource
  private(set) var directory: Directory
  private(set) var directoryGeneration: Int
  var waiting = WaitingCalls()
  var watches = Watches()
  var workFloor = WorkFloor()
  /// The last of the keys that the desk made itself; begins at random.
  var ownKeys: UInt64
  /// The open uploads and downloads.
  var transfers: [ObjectIdentifier: TransferStream] = [:]
  var recentCodes = RecentCodes()
  private var traces: TraceIds

  init(counter: Counter, loop: LoopReference) throws {
    self.counter = counter
    self.loop = loop
    reader = try JournalReader(path: counter.journalPath, commits: counter.commits)
    cipher = try TrackingCodeCipher(keys: counter.keys)
    secrets = try CitizenSecretDeriver(keys: counter.keys)
    cursors = try CursorSeal(keys: counter.keys)
    hasher = try SHA256Context()
    citizenKeys = try HMACContext(key: counter.keys.citizenKey)
    contentHashes = try HMACContext(key: counter.keys.contentHash)
    attachmentIds = try HMACContext(key: counter.keys.attachmentId)
    random = RandomSource()
    ownKeys = try random.salt().1
    directoryGeneration = counter.generation
    directory = counter.directory
    traces = try TraceIds(random)
  }

  var services: LoopServices {
    LoopServices(
      methods: catalogMethods + officesMethods + requestsMethods + workMethods + feedbackMethods
        + attachmentMethods + adminMethods,
      endOfTick: { [reader] in reader.endSnapshot() })
  }

  /// A unary method whose body answers at once, leaves an order with the writer, or refuses.
  func unary(
    _ name: MethodName, _ body: @escaping (ServerCall, UnsafeRawBufferPointer) throws(Refusal) -> Void
  ) -> Method {
    Method.unary(name.path) { [unowned self] call, bytes in
      do throws(Refusal) { try body(call, bytes) } catch { refuse(call, error) }
    }
  }

  /// Ends a call with an error and its detail.
  func refuse(_ call: ServerCall, _ refusal: Refusal) {
    let traceId = traces.next()
    counter.notice(
      .refused(
        method: call.method.path, code: refusal.reason.code, reason: refusal.reason.name,
        peer: call.peer.address, traceId: traceId))
    call.finish(refusal.status(traceId: traceId))
  }

  /// Follows a reload of the directory; one atomic load where there was none.
  func refreshDirectory() {
    let current = counter.generation
    guard current != directoryGeneration else { return }
    directory = counter.directory
    directoryGeneration = current
  }

  /// Runs a read of the journal; a failing one ends the call and is told to the log.
  func read<T>(_ body: () throws(JournalError) -> T) throws(Refusal) -> T {
    do throws(JournalError) {
      return try body()
    } catch {
      counter.notice(.readFailed(error))
      throw Refusal(.storeFailed)
    }
  }
}

/// Names for calls in the log: a random start, then counted on.
struct TraceIds {
  private var next64: UInt64 = 0

  init(_ random: RandomSource) throws(SealingError) {
    next64 = try random.salt().0
  }

  mutating func next() -> String {
    next64 &+= 1
    let digits = String(next64, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
