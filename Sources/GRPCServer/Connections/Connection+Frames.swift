import CNghttp2
internal import Reactor

/// What nghttp2 tells of the peer's frames and of ours.
///
/// All run inside `nghttp2_session_mem_recv` or `nghttp2_session_mem_send`: they submit, and neither pump nor close.
extension Connection {
  private static let proceed: Int32 = 0
  private static let breakSession = NGHTTP2_ERR_CALLBACK_FAILURE.rawValue

  // MARK: Headers

  func headersBegan(_ frame: UnsafePointer<nghttp2_frame>) -> Int32 {
    strayHeaderBytes = 0
    guard frame.pointee.headers.cat == NGHTTP2_HCAT_REQUEST else {
      // Trailers of a request mean nothing to gRPC.
      incoming = nil
      return Self.proceed
    }
    let id = frame.pointee.hd.stream_id
    let call = host.takeCall()
    call.begin(on: self, streamID: id)
    call.indexInConnection = calls.count
    let retained = Unmanaged.passRetained(call)
    calls.append(retained)
    nghttp2_session_set_stream_user_data(session, id, retained.toOpaque())
    incoming = retained
    return Self.proceed
  }

  func headerReceived(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) -> Int32 {
    let isTaken =
      incoming?._withUnsafeGuaranteedRef { call in
        guard call.head.listBytes <= headerListLimit else { return false }
        if call.head.take(name, value, methods: methods) && call.head.listBytes <= headerListLimit {
          call.fields.append(name, value)
        }
        return true
      } ?? false
    if isTaken { return Self.proceed }
    // Beyond the limit nothing is kept; far beyond it the peer is building something (an HPACK bomb).
    strayHeaderBytes += name.count + value.count + 32
    guard strayHeaderBytes > 8 * headerListLimit else { return Self.proceed }
    cutOffCause = .headerFlood
    return Self.breakSession
  }

  func frameReceived(_ frame: UnsafePointer<nghttp2_frame>) -> Int32 {
    let header = frame.pointee.hd
    let hasEnded = header.flags & UInt8(NGHTTP2_FLAG_END_STREAM.rawValue) != 0
    switch UInt32(header.type) {
    case NGHTTP2_HEADERS.rawValue:
      if let call = incoming, frame.pointee.headers.cat == NGHTTP2_HCAT_REQUEST {
        incoming = nil
        call._withUnsafeGuaranteedRef { call in
          requestBegan(call)
          if hasEnded { call.receiveEnd() }
        }
      } else if hasEnded {
        endReceived(header.stream_id)
      }
    case NGHTTP2_DATA.rawValue:
      if hasEnded { endReceived(header.stream_id) }
    case NGHTTP2_SETTINGS.rawValue:
      hasSettings = true
    case NGHTTP2_PING.rawValue where header.flags & UInt8(NGHTTP2_FLAG_ACK.rawValue) != 0:
      pingAnswered()
    default: break
    }
    return Self.proceed
  }

  /// The stream's call, which nghttp2 keeps until the stream closes: not within these functions but the last.
  @inline(__always)
  private func liveCall(_ id: Int32) -> Unmanaged<ServerCall>? {
    nghttp2_session_get_stream_user_data(session, id).map(call)
  }

  private func endReceived(_ id: Int32) {
    liveCall(id)?._withUnsafeGuaranteedRef { $0.receiveEnd() }
  }

  private func requestBegan(_ call: ServerCall) {
    call.state.headersReceived()
    switch call.head.verdict(maximumListBytes: headerListLimit) {
    case .call(let entry): entry._withUnsafeGuaranteedRef { begin(call, $0) }
    case .refuse(let code, let text): call.refuse(code, text)
    case .page: call.answerHTTP(status: "200", body: host.page())
    case .http(.notFound): call.answerHTTP(status: "404", body: "not found\n")
    case .http(.unsupportedMediaType):
      call.answerHTTP(status: "415", body: "this server speaks application/grpc\n")
    case .http(.methodNotAllowed):
      let isCall = call.head.contentType == .grpc
      call.answerHTTP(status: "405", body: "method not allowed\n", allow: isCall ? "POST" : "GET, HEAD, POST")
    case .http(.headersTooLarge): call.answerHTTP(status: "431", body: "request headers are too large\n")
    }
  }

  private func begin(_ call: ServerCall, _ entry: MethodEntry) {
    call.entry = entry
    call.kind = entry.kind
    if isRefusingCalls {
      call.refuse(.unavailable, "the server is stopping")
      return
    }
    guard aliveHandlers < host.configuration.maximumAliveHandlersPerConnection,
      host.aliveHandlers < host.configuration.maximumAliveHandlersPerLoop
    else {
      call.refuse(.resourceExhausted, "too many calls")
      return
    }
    if let timeout = call.head.timeout { call.setDeadline(in: timeout) }
    if case .stream(let open) = entry.handler {
      call.open(open)
    } else {
      call.bodyOwedSince = clock.now
    }
  }

  // MARK: Data

  func dataReceived(_ id: Int32, _ bytes: UnsafeRawBufferPointer, flags: UInt8) -> Int32 {
    // The connection's window is given back at once: one paused stream does not stop the others.
    nghttp2_session_consume_connection(session, bytes.count)
    guard let call = liveCall(id) else { return Self.proceed }
    let held = call._withUnsafeGuaranteedRef { $0.receive(bytes) }
    if held < bytes.count && flags & UInt8(NGHTTP2_FLAG_END_STREAM.rawValue) == 0 {
      nghttp2_session_consume_stream(session, id, bytes.count - held)
    }
    return Self.proceed
  }

  /// Bytes that were held while a call's reading was paused have been taken.
  func consume(_ id: Int32, _ count: Int) {
    guard let session, count > 0 else { return }
    nghttp2_session_consume_stream(session, id, count)
    markDirty()
  }

  // MARK: Ends

  func streamClosed(_ id: Int32, _ code: UInt32) -> Int32 {
    if scanner.history.state(of: id) == .open { scanner.history.closed(id, resetByUs: false) }
    guard let pointer = nghttp2_session_get_stream_user_data(session, id) else { return Self.proceed }
    let call = Unmanaged<ServerCall>.fromOpaque(pointer).takeRetainedValue()
    if incoming?.toOpaque() == pointer { incoming = nil }
    let last = calls.removeLast()
    if call.indexInConnection < calls.count {
      calls[call.indexInConnection] = last
      last._withUnsafeGuaranteedRef { $0.indexInConnection = call.indexInConnection }
    }
    // Ten calls' frames of control are explained by ten calls.
    controlFrames.earn(4)
    call.over(call.state.outbound == .sent ? .finished : .cancelled)
    call.clear()
    host.recycle(consume call)
    lastCallEnded = clock.now
    return Self.proceed
  }

  func frameSent(_ frame: UnsafePointer<nghttp2_frame>) -> Int32 {
    let header = frame.pointee.hd
    switch UInt32(header.type) {
    case NGHTTP2_HEADERS.rawValue, NGHTTP2_DATA.rawValue:
      pings.sentCallFrames()
      if header.flags & UInt8(NGHTTP2_FLAG_END_STREAM.rawValue) != 0 {
        endSent(header.stream_id)
      } else if header.type == UInt8(NGHTTP2_DATA.rawValue) {
        // A reader owes a WINDOW_UPDATE for the stream and one for the connection.
        controlFrames.earn(3)
      }
    case NGHTTP2_RST_STREAM.rawValue:
      resetSent(header.stream_id, frame.pointee.rst_stream.error_code)
    case NGHTTP2_GOAWAY.rawValue:
      goAwaySent()
    default: break
    }
    return Self.proceed
  }

  private func endSent(_ id: Int32) {
    guard let call = liveCall(id), call._withUnsafeGuaranteedRef({ $0.state.endSent() }) else { return }
    // The answer is whole and the peer still sends: it may stop (RFC 9113 8.1).
    nghttp2_submit_rst_stream(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), id, NGHTTP2_NO_ERROR.rawValue)
  }

  private func resetSent(_ id: Int32, _ code: UInt32) {
    scanner.history.closed(id, resetByUs: true)
    switch code {
    case NGHTTP2_NO_ERROR.rawValue, NGHTTP2_CANCEL.rawValue: break
    case NGHTTP2_REFUSED_STREAM.rawValue:
      // An honest client may open too many before it has read our SETTINGS.
      if !controlFrames.take(now: clock.now) { cutOffCause = .tooManyResets }
    default:
      // The peer made us reset: as good as a reset of its own (CVE-2025-8671).
      if !resets.take(now: clock.now) { cutOffCause = .tooManyResets }
    }
  }

  // MARK: What calls submit

  func submit(_ call: ServerCall, _ fields: UnsafePointer<nghttp2_nv>?, _ count: Int) {
    var provider = nghttp2_data_provider()
    provider.source.ptr = Unmanaged.passUnretained(call).toOpaque()
    provider.read_callback = { _, _, _, room, flags, source, _ in
      Unmanaged<ServerCall>.fromOpaque(source!.pointee.ptr)._withUnsafeGuaranteedRef {
        $0.nextData(room, flags!)
      }
    }
    nghttp2_submit_response(session, call.streamID, fields, count, &provider)
    markDirty()
  }

  /// A header block that is the whole answer.
  func submitWhole(_ call: ServerCall, _ fields: UnsafePointer<nghttp2_nv>?, _ count: Int) {
    nghttp2_submit_response(session, call.streamID, fields, count, nil)
    markDirty()
  }

  func submitTrailers(_ call: ServerCall, _ fields: UnsafePointer<nghttp2_nv>?, _ count: Int) {
    nghttp2_submit_trailer(session, call.streamID, fields, count)
  }

  func resume(_ id: Int32) {
    nghttp2_session_resume_data(session, id)
    markDirty()
  }

  func reset(_ id: Int32, _ code: nghttp2_error_code) {
    nghttp2_submit_rst_stream(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), id, code.rawValue)
    markDirty()
  }

  /// Puts one DATA frame into the loop's output.
  func copyData(
    _ header: UnsafePointer<UInt8>, _ count: Int, padding: Int, of call: ServerCall
  ) -> Int32 {
    let host = host
    guard host.output.hasRoom else { return NGHTTP2_ERR_WOULDBLOCK.rawValue }
    assert(padding == 0, "no padding callback is set")
    host.output.append(UnsafeRawBufferPointer(start: header, count: 9))
    host.output.append(UnsafeRawBufferPointer(rebasing: call.outbound.bytes[..<count]))
    call.dataSent(count)
    return Self.proceed
  }
}
