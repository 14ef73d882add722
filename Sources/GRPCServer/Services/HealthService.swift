internal import CProtobufC
internal import GRPCMessages
internal import Reactor

/// `grpc.health.v1.Health` on one loop. Source: gRPC's health-checking document.
///
/// `@unchecked Sendable`: only a weak reference leaves the loop's thread, and it is used there alone.
final class HealthService: @unchecked Sendable {
  private let registry: HealthRegistry
  private var watches: [HealthWatch] = []

  init(_ registry: HealthRegistry, on loop: LoopReference) {
    self.registry = registry
    // The registry may outlive its loops: it may not hold what serves on them. Nor weakly what every call retains, which
    // Swift then counts beside the object: without one, a Track takes 4 % less of the server (measured).
    registry.watch { [weak self, loop = loop.host.loop] in
      loop.execute { [weak self] in self?.changed() }
    }
  }

  var methods: [Method] {
    [
      .unary("/grpc.health.v1.Health/Check") { [unowned self] call, request in check(call, request) },
      .serverStreaming("/grpc.health.v1.Health/Watch") { [unowned self] call, request in watch(call, request)
      },
    ]
  }

  private func check(_ call: ServerCall, _ request: UnsafeRawBufferPointer) {
    guard let service = Self.service(request, call) else { return }
    let status = registry.status(of: service)
    guard status != .serviceUnknown else {
      call.finish(call.ownStatus(.notFound, "unknown service"))
      return
    }
    // Who examines a connection can tell how far the two clocks are apart.
    var headers = Metadata()
    headers.add("date", HTTPDate.now())
    call.addInitialMetadata(headers)
    Self.write(status) { count, fill in call.respond(byteCount: count, fill) }
  }

  private func watch(_ call: ServerCall, _ request: UnsafeRawBufferPointer) -> StreamHandler? {
    guard let service = Self.service(request, call) else { return nil }
    let watch = HealthWatch(of: service, call) { [unowned self] watch in
      watches.removeAll { $0 === watch }
    }
    watches.append(watch)
    watch.tell(registry.status(of: service))
    return watch
  }

  private func changed() {
    for watch in watches { watch.tell(registry.status(of: watch.service)) }
  }

  private static func service(_ request: UnsafeRawBufferPointer, _ call: ServerCall) -> String? {
    guard
      let message = grpc__health__v1__health_check_request__unpack(
        call.allocator, request.count, request.baseAddress?.assumingMemoryBound(to: UInt8.self))
    else {
      call.refuse(.internal, "the request does not parse")
      return nil
    }
    return String(cString: message.pointee.service)
  }

  fileprivate static func write(
    _ status: HealthRegistry.ServingStatus, _ body: (Int, (UnsafeMutableRawBufferPointer) -> Void) -> Void
  ) {
    var message = Grpc__Health__V1__HealthCheckResponse()
    grpc__health__v1__health_check_response__init(&message)
    message.status = Grpc__Health__V1__HealthCheckResponse__ServingStatus(rawValue: UInt32(status.rawValue))
    body(grpc__health__v1__health_check_response__get_packed_size(&message)) { buffer in
      grpc__health__v1__health_check_response__pack(
        &message, buffer.baseAddress!.assumingMemoryBound(to: UInt8.self))
    }
  }
}

/// One caller that is told of a service's changes.
private final class HealthWatch: StreamHandler {
  let service: String
  private let call: ServerCall
  private let over: (HealthWatch) -> Void
  private var told: HealthRegistry.ServingStatus?

  init(of service: String, _ call: ServerCall, over: @escaping (HealthWatch) -> Void) {
    self.service = service
    self.call = call
    self.over = over
  }

  func tell(_ status: HealthRegistry.ServingStatus) {
    guard status != told else { return }
    told = status
    // Beyond the high-water mark it is taken all the same: a status is a few bytes, and changes are few.
    HealthService.write(status) { count, fill in call.send(byteCount: count, fill) }
  }

  override func ended(_ call: ServerCall, cause: EndCause) {
    over(self)
  }
}
