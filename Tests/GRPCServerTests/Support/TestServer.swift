import GRPCServer
import Glibc
import Synchronization
import TestSupport

/// Lets a test wait for what another thread does, without sleeping.
///
/// `@unchecked Sendable`: a semaphore is made for several threads.
final class Signal: @unchecked Sendable {
  private let semaphore: UnsafeMutablePointer<sem_t>

  init() {
    semaphore = .allocate(capacity: 1)
    sem_init(semaphore, 0, 0)
  }

  deinit {
    sem_destroy(semaphore)
    semaphore.deallocate()
  }

  func fire() {
    sem_post(semaphore)
  }

  /// - Returns: false after ten seconds.
  func wait() -> Bool {
    var limit = timespec()
    clock_gettime(CLOCK_REALTIME, &limit)
    limit.tv_sec += 10
    return sem_timedwait(semaphore, &limit) == 0
  }
}

/// A server in this process on a port of the kernel's choice, with its certificates and its events.
final class TestServer {
  let folder = TemporaryFolder()
  let maker: CertificateMaker
  let authority: TestCertificate
  let certificate: TestCertificate
  let server: Server
  /// What the flood streams did.
  let flood = FloodRecorder()
  private let recorder = EventRecorder()

  init(configure: (inout ServerConfiguration) -> Void = { _ in }) throws {
    maker = CertificateMaker(folder: folder)
    authority = maker.authority("authority")
    certificate = maker.server("server", signedBy: authority)
    var configuration = ServerConfiguration(
      certificateChainPath: certificate.path, privateKeyPath: certificate.keyPath)
    configuration.clientCertificateAuthorityPath = authority.path
    configuration.events = { [recorder] in recorder.record($0) }
    configure(&configuration)
    server = try Server(configuration: configuration) { [flood] _ in EchoService.services(flood) }
    server.start()
  }

  deinit {
    server.drain(graceMilliseconds: 0)
  }

  var port: UInt16 { server.port }

  func client(_ options: TestClient.Options = TestClient.Options()) throws -> TestClient {
    try TestClient(port: port, options)
  }

  /// Waits until an event's description contains a text.
  func hasEvent(_ text: String) -> Bool {
    recorder.has(text)
  }
}

/// Keeps events as text.
private final class EventRecorder: Sendable {
  private let events = Mutex<[String]>([])
  private let arrived = Signal()

  func record(_ event: ServerEvent) {
    events.withLock { $0.append("\(event)") }
    arrived.fire()
  }

  func has(_ text: String) -> Bool {
    while true {
      if events.withLock({ $0.contains { $0.contains(text) } }) { return true }
      if !arrived.wait() { return false }
    }
  }
}

/// Calls whose behaviour the tests choose.
enum EchoService {
  static let unary = "/test.Echo/Unary"
  static let later = "/test.Echo/Later"
  static let peer = "/test.Echo/Peer"
  static let fails = "/test.Echo/Fails"
  static let busy = "/test.Echo/Busy"
  static let silent = "/test.Echo/Silent"
  /// Keeps a reference and answers nothing.
  static let kept = "/test.Echo/Kept"
  /// Looks for the calls that were kept.
  static let release = "/test.Echo/Release"
  static let stream = "/test.Echo/Stream"
  static let flood = "/test.Echo/Flood"

  /// The references of one loop.
  private final class KeptCalls {
    var references: [CallReference] = []
  }

  static func services(_ flood: FloodRecorder) -> LoopServices {
    let keptCalls = KeptCalls()
    return LoopServices(methods: [
      .unary(kept) { call, _ in keptCalls.references.append(call.makeReference()) },
      .unary(release) { call, _ in
        let live = keptCalls.references.compactMap { $0.call() }
        keptCalls.references = []
        respond(call, [UInt8(live.count)])
      },
      .unary(unary) { call, message in respond(call, Array(message)) },
      .unary(later) { call, message in
        let reference = call.makeReference()
        let bytes = Array(message)
        Thread.detach {
          reference.loop.execute {
            if let call = reference.call() { respond(call, bytes) }
          }
        }
      },
      .unary(peer) { call, _ in
        var answer = [UInt8(call.peer.isResumed ? 1 : 0)]
        call.peer.publicKeyDigest?.withUnsafeBytes { answer += $0 }
        respond(call, answer)
      },
      .unary(fails) { call, _ in
        var trailers = Metadata()
        trailers.add("x-reason-bin", [1, 2, 3])
        call.finish(Status(.aborted, "no: ۱۰۰%", details: [9, 9], trailers: trailers))
      },
      .unary(busy) { call, message in
        let wait = String(decoding: message, as: UTF8.self)
        call.finish(Status(.resourceExhausted, retryPushbackMilliseconds: Int32(wait)))
      },
      .unary(silent) { _, _ in },
      .bidirectionalStreaming(stream) { _ in EchoStream() },
      .serverStreaming(Self.flood) { call, _ in FloodStream(call, flood) },
    ])
  }

  static func respond(_ call: ServerCall, _ bytes: [UInt8]) {
    call.respond(byteCount: bytes.count) { $0.copyBytes(from: bytes) }
  }
}

/// Sends back what it receives.
private final class EchoStream: StreamHandler {
  override func received(_ message: UnsafeRawBufferPointer, on call: ServerCall) {
    if !call.send(byteCount: message.count, { $0.copyMemory(from: message) }) { call.pauseReading() }
  }

  override func writable(_ call: ServerCall) {
    call.resumeReading()
  }

  override func halfClosed(_ call: ServerCall) {
    call.finish(.ok)
  }
}

/// What the flood streams of one server did.
final class FloodRecorder: Sendable {
  private let messages = Atomic<Int>(0)
  private let endings = Mutex<[EndCause]>([])
  private let arrived = Signal()

  /// Messages that the call took.
  var sent: Int { messages.load(ordering: .relaxed) }

  func took() {
    messages.add(1, ordering: .relaxed)
  }

  func ended(_ cause: EndCause) {
    endings.withLock { $0.append(cause) }
    arrived.fire()
  }

  /// Waits for the first end of a stream.
  func firstEnding() -> EndCause? {
    arrived.wait() ? endings.withLock { $0.first } : nil
  }
}

/// Sends as fast as it may, for ever.
private final class FloodStream: StreamHandler {
  private let recorder: FloodRecorder

  init(_ call: ServerCall, _ recorder: FloodRecorder) {
    self.recorder = recorder
    super.init()
    writable(call)
  }

  override func writable(_ call: ServerCall) {
    while call.send(byteCount: 1_024, { $0.initializeMemory(as: UInt8.self, repeating: 7) }) {
      recorder.took()
    }
  }

  override func ended(_ call: ServerCall, cause: EndCause) {
    recorder.ended(cause)
  }
}

/// A thread for work that completes elsewhere.
enum Thread {
  static func detach(_ work: @escaping @Sendable () -> Void) {
    final class Box: Sendable {
      let work: @Sendable () -> Void

      init(_ work: @escaping @Sendable () -> Void) {
        self.work = work
      }
    }
    var thread = pthread_t()
    let box = Unmanaged.passRetained(Box(work)).toOpaque()
    pthread_create(
      &thread, nil,
      { pointer in
        Unmanaged<Box>.fromOpaque(pointer!).takeRetainedValue().work()
        return nil
      }, box)
    pthread_detach(thread)
  }
}
