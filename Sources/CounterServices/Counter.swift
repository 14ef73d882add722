public import Attachments
public import Casework
public import GRPCServer
public import Journal
import Messages
import Registrar
public import Sealing
import Synchronization

/// What all loops share: the writer, the directory, the guesses. One a server.
public final class Counter: Sendable {
  /// Where the journal and its keys are, and the writer's limits.
  public struct Settings: Sendable {
    public var journalPath: String
    /// The folder of stored files; made where it is missing.
    public var attachmentsPath: String
    public var attachmentLimits: AttachmentLimits
    public var loops: Int
    /// Orders that may wait for the writer; beyond it calls get RESOURCE_EXHAUSTED.
    public var queueCapacity: Int
    /// Orders in one transaction.
    public var batchLimit: Int

    public init(
      journalPath: String, attachmentsPath: String, attachmentLimits: AttachmentLimits = AttachmentLimits(),
      loops: Int, queueCapacity: Int, batchLimit: Int
    ) {
      self.journalPath = journalPath
      self.attachmentsPath = attachmentsPath
      self.attachmentLimits = attachmentLimits
      self.loops = loops
      self.queueCapacity = queueCapacity
      self.batchLimit = batchLimit
    }
  }

  /// What the services tell the log. Nothing personal is in it.
  public enum Notice: Sendable {
    case refused(method: String, code: StatusCode, reason: String, peer: PeerAddress, traceId: String)
    case storeFailed(JournalError, isFinal: Bool)
    case readFailed(JournalError)
    /// A stored file could not be written or read: what was tried, and `errno`.
    case fileFailed(action: StaticString, errno: Int32)
    /// A file is not there, or is shorter, though the journal has it.
    case fileMissing(AttachmentId)
  }

  /// The descriptors of pishkhan.v1, for server reflection.
  public static var descriptorSet: [UInt8] {
    [UInt8](
      UnsafeBufferPointer(
        start: pishkhan_messages_descriptor_set, count: pishkhan_messages_descriptor_set_size))
  }

  /// `grpc-status-details-bin` for the errors that the gRPC layer itself makes.
  public static func statusDetails(_ code: StatusCode, _ message: String) -> [UInt8] {
    ErrorDetails.encode(code, message)
  }

  /// The services that the health service reports on.
  public static var serviceNames: [String] {
    ["Catalog", "Offices", "Requests", "Work", "Feedback", "Attachments", "Admin"].map {
      "pishkhan.v1.\($0)"
    }
  }

  let keys: KeyRing
  let guesses: GuessLimiter
  let commits: CommitCounter
  let journalPath: String
  let attachments: AttachmentStore
  let clock: @Sendable () -> Int64
  let notice: @Sendable (Notice) -> Void
  let watchers: WatcherCount
  let board = WorkBoard()
  private let registrar: Registrar
  private let current: CurrentDirectory
  private let follower: DirectoryFollower
  private let desks: DeskBoard

  /// Opens the journal and starts the writer.
  /// - Parameters:
  ///   - clock: Unix milliseconds.
  ///   - notice: called from any thread.
  public init(
    _ settings: Settings, keys: KeyRing, clock: @escaping @Sendable () -> Int64,
    notice: @escaping @Sendable (Notice) -> Void
  ) throws {
    try MasterKeyTable.verify(path: settings.journalPath, fingerprint: keys.fingerprint)
    let writer = try JournalWriter(path: settings.journalPath)
    try writer.begin()
    try writer.forgetGuesses(
      before: clock() - GuessLimiter.memory, keeping: GuessLimiter.subjectsLimit)
    try writer.commit()
    self.keys = keys
    self.clock = clock
    self.notice = notice
    journalPath = settings.journalPath
    guesses = GuessLimiter(stored: try writer.loadGuesses(limit: GuessLimiter.subjectsLimit))
    commits = CommitCounter()
    let current = try CurrentDirectory(path: settings.journalPath)
    self.current = current
    let stored = try JournalReader(path: settings.journalPath, commits: commits)
    attachments = try AttachmentStore(
      path: settings.attachmentsPath, limits: settings.attachmentLimits, clock: clock
    ) { (id) throws(JournalError) in try stored.attachment(id) != nil }
    let desks = DeskBoard(count: settings.loops)
    self.desks = desks
    let watchers = WatcherCount()
    self.watchers = watchers
    let follower = DirectoryFollower {
      do throws(JournalError) { try current.reload() } catch { notice(.readFailed(error)) }
      desks.onEveryDesk { $0.recheckWatchers() }
    }
    self.follower = follower
    registrar = try Registrar(
      journal: writer, keys: keys, commits: commits, desks: settings.loops,
      queueCapacity: settings.queueCapacity, batchLimit: settings.batchLimit, clock: clock,
      directory: { current.directory },
      listener: Registrar.Listener(
        outcomes: { desk, outcomes in
          guard outcomes.contains(where: { $0.outcome.changesDirectory }) else {
            return desks.onDesk(desk) { $0.complete(outcomes) }
          }
          // Who changed the directory is answered when all loops see the change; the others wait for nothing.
          desks.onDesk(desk) { $0.complete(outcomes.filter { !$0.outcome.changesDirectory }) }
          follower.follow { desks.onDesk(desk) { $0.complete(outcomes.filter(\.outcome.changesDirectory)) } }
        },
        changed: { sequences in
          guard watchers.isAny else { return }
          desks.onEveryDesk { $0.changed(sequences) }
        },
        failed: { notice(.storeFailed($0, isFinal: $1)) }))
  }

  /// The services of one loop; called on that loop's thread.
  public func services(_ loop: LoopReference) -> LoopServices {
    do {
      let desk = try Desk(counter: self, loop: loop)
      desks.seat(desk, at: loop)
      desk.beginUpkeep()
      return desk.services
    } catch {
      // The journal was opened a moment ago: descriptors or memory have run out, and without it nothing can be served.
      let cause =
        error as? JournalError ?? JournalError(.other, "a loop could not open the journal: \(error)")
      notice(.storeFailed(cause, isFinal: true))
      return LoopServices(methods: [])
    }
  }

  /// The directory as it stands.
  var directory: Directory { current.directory }

  /// Raised by each reload: cached identities of an older generation are looked up anew.
  var generation: Int { current.generation }

  /// Reads the directory again, and ends the streams of those who may no longer listen.
  public func reloadDirectory() throws(JournalError) {
    try current.reload()
    desks.onEveryDesk { $0.recheckWatchers() }
  }

  func put(_ order: Order, for ticket: Ticket) -> Bool { registrar.put(order, for: ticket) }

  /// Stores what waits and ends the threads of the writer, the directory and the files. After the server has drained.
  public func close() {
    registrar.close()
    follower.close()
    attachments.close()
  }
}

extension Outcome {
  fileprivate var changesDirectory: Bool {
    if case .directoryChanged(_, isRepeated: false) = self { true } else { false }
  }
}
