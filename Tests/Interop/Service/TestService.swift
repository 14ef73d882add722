internal import CProtobufC
public import GRPCServer
internal import InteropMessages

/// gRPC's public `grpc.testing.TestService`, as its interoperability cases want it.
public enum TestService {
  /// For reflection.
  public static let descriptorSet: [UInt8] = Array(
    UnsafeRawBufferPointer(start: interop_descriptor_set, count: interop_descriptor_set_size))

  private static let prefix = "/grpc.testing.TestService/"

  public static func services(on loop: LoopReference) -> LoopServices {
    LoopServices(methods: [
      .unary(prefix + "EmptyCall") { call, _ in call.respond(byteCount: 0) { _ in } },
      .unary(prefix + "UnaryCall", unaryCall),
      .clientStreaming(prefix + "StreamingInputCall") { call in
        echoMetadata(call)
        return InputStream()
      },
      .serverStreaming(prefix + "StreamingOutputCall") { call, request in
        echoMetadata(call)
        let stream = OutputStream(call, loop)
        stream.received(request, on: call)
        stream.halfClosed(call)
        return stream
      },
      .bidirectionalStreaming(prefix + "FullDuplexCall") { call in
        echoMetadata(call)
        return OutputStream(call, loop)
      },
    ])
  }

  /// The custom_metadata case: one header comes back as a header, one as a trailer.
  static func echoMetadata(_ call: ServerCall) {
    if let value = call.metadata("x-grpc-test-echo-initial") {
      var metadata = Metadata()
      metadata.add("x-grpc-test-echo-initial", value)
      call.addInitialMetadata(metadata)
    }
    if let value = call.metadata("x-grpc-test-echo-trailing-bin") {
      var metadata = Metadata()
      metadata.add("x-grpc-test-echo-trailing-bin", value)
      call.addTrailingMetadata(metadata)
    }
  }

  private static func unaryCall(_ call: ServerCall, _ bytes: UnsafeRawBufferPointer) {
    echoMetadata(call)
    guard
      let request = grpc__testing__simple_request__unpack(
        call.allocator, bytes.count, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
    else { return call.finish(unreadable(call)) }
    if let expected = request.pointee.expect_compressed,
      (expected.pointee.value != 0) != call.messageWasCompressed
    {
      return call.finish(Status(.invalidArgument, "the request's compression is not as announced"))
    }
    if let status = request.pointee.response_status, status.pointee.code != 0 {
      return call.finish(self.status(status))
    }
    if let wanted = request.pointee.response_compressed {
      call.compressesMessages = wanted.pointee.value != 0
    }
    respond(call, bodyBytes: Int(max(0, request.pointee.response_size)))
  }

  private static func respond(_ call: ServerCall, bodyBytes: Int) {
    withPayload(bodyBytes) { payload in
      var response = Grpc__Testing__SimpleResponse()
      grpc__testing__simple_response__init(&response)
      response.payload = payload
      call.respond(byteCount: grpc__testing__simple_response__get_packed_size(&response)) { buffer in
        grpc__testing__simple_response__pack(
          &response, buffer.baseAddress?.assumingMemoryBound(to: UInt8.self))
      }
    }
  }

  /// A payload of zeros.
  static func withPayload(_ count: Int, _ body: (UnsafeMutablePointer<Grpc__Testing__Payload>) -> Void) {
    let zeros = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, count))
    defer { zeros.deallocate() }
    zeros.initialize(repeating: 0, count: count)
    var payload = Grpc__Testing__Payload()
    grpc__testing__payload__init(&payload)
    payload.body = ProtobufCBinaryData(len: count, data: zeros)
    withUnsafeMutablePointer(to: &payload) { body($0) }
  }

  static func status(_ echo: UnsafeMutablePointer<Grpc__Testing__EchoStatus>) -> Status {
    Status(StatusCode(rawValue: echo.pointee.code), String(cString: echo.pointee.message))
  }

  static func unreadable(_ call: ServerCall) -> Status {
    call.arenaExhausted
      ? Status(.resourceExhausted, "the request unpacks to too much")
      : Status(.internal, "unreadable request")
  }
}

/// StreamingInputCall: adds up the bytes of the payloads.
private final class InputStream: StreamHandler {
  private var total = 0

  override func received(_ message: UnsafeRawBufferPointer, on call: ServerCall) {
    guard
      let request = grpc__testing__streaming_input_call_request__unpack(
        call.allocator, message.count, message.baseAddress?.assumingMemoryBound(to: UInt8.self))
    else { return call.finish(TestService.unreadable(call)) }
    if let expected = request.pointee.expect_compressed,
      (expected.pointee.value != 0) != call.messageWasCompressed
    {
      return call.finish(Status(.invalidArgument, "the message's compression is not as announced"))
    }
    total += request.pointee.payload?.pointee.body.len ?? 0
  }

  override func halfClosed(_ call: ServerCall) {
    var response = Grpc__Testing__StreamingInputCallResponse()
    grpc__testing__streaming_input_call_response__init(&response)
    response.aggregated_payload_size = Int32(clamping: total)
    call.respond(byteCount: grpc__testing__streaming_input_call_response__get_packed_size(&response)) {
      buffer in
      grpc__testing__streaming_input_call_response__pack(
        &response, buffer.baseAddress?.assumingMemoryBound(to: UInt8.self))
    }
  }
}

/// StreamingOutputCall and FullDuplexCall: each request asks for messages of given sizes after given intervals.
private final class OutputStream: StreamHandler {
  private struct Wanted {
    let bytes: Int
    let intervalMilliseconds: Int
    let isCompressed: Bool?
  }

  private let call: ServerCall
  private let loop: LoopReference
  /// What was asked for and is not sent; at most one request's worth beyond the mark below, since reading pauses.
  private var wanted: [Wanted] = []
  private var isBlocked = false
  private var isWaiting = false
  private var hasEnded = false
  private var endStatus = Status.ok

  init(_ call: ServerCall, _ loop: LoopReference) {
    self.call = call
    self.loop = loop
  }

  override func received(_ message: UnsafeRawBufferPointer, on call: ServerCall) {
    guard
      let request = grpc__testing__streaming_output_call_request__unpack(
        call.allocator, message.count, message.baseAddress?.assumingMemoryBound(to: UInt8.self))
    else { return call.finish(TestService.unreadable(call)) }
    if let status = request.pointee.response_status, status.pointee.code != 0 {
      return call.finish(TestService.status(status))
    }
    for position in 0..<request.pointee.n_response_parameters {
      guard let parameters = request.pointee.response_parameters[position] else { continue }
      wanted.append(
        Wanted(
          bytes: Int(max(0, parameters.pointee.size)),
          intervalMilliseconds: Int(max(0, parameters.pointee.interval_us)) / 1_000,
          isCompressed: parameters.pointee.compressed.map { $0.pointee.value != 0 }))
    }
    if wanted.contains(where: { $0.isCompressed == true }) { call.compressesMessages = true }
    sendNext()
    if !wanted.isEmpty { call.pauseReading() }
  }

  override func halfClosed(_ call: ServerCall) {
    hasEnded = true
    sendNext()
  }

  override func writable(_ call: ServerCall) {
    isBlocked = false
    sendNext()
  }

  private func sendNext() {
    while call.isLive, !isBlocked, !isWaiting, let next = wanted.first {
      if next.intervalMilliseconds > 0 {
        isWaiting = true
        loop.after(milliseconds: next.intervalMilliseconds) { [self] in
          isWaiting = false
          guard call.isLive else { return }
          send(wanted.removeFirst())
          sendNext()
        }
        return
      }
      send(wanted.removeFirst())
    }
    guard call.isLive, wanted.isEmpty else { return }
    if hasEnded { call.finish(endStatus) } else { call.resumeReading() }
  }

  private func send(_ next: Wanted) {
    TestService.withPayload(next.bytes) { payload in
      var response = Grpc__Testing__StreamingOutputCallResponse()
      grpc__testing__streaming_output_call_response__init(&response)
      response.payload = payload
      if let isCompressed = next.isCompressed { call.compressesMessages = isCompressed }
      let count = grpc__testing__streaming_output_call_response__get_packed_size(&response)
      isBlocked = !call.send(byteCount: count) { buffer in
        grpc__testing__streaming_output_call_response__pack(
          &response, buffer.baseAddress?.assumingMemoryBound(to: UInt8.self))
      }
    }
  }
}
