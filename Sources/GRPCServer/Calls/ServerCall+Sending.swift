import CNghttp2
internal import Reactor

/// What a call sends.
extension ServerCall {
  /// Puts one message behind what waits, with headers before the first.
  func queueMessage(_ byteCount: Int, _ write: (UnsafeMutableRawBufferPointer) -> Void) {
    precondition(byteCount >= 0 && byteCount <= Int(UInt32.max), "a message's length is 32 bits")
    if let threshold = host.configuration.compressionThresholdBytes, byteCount >= threshold,
      state.outbound == .idle
    {
      wantsCompression = true
    }
    if state.willSendMessage() { submitHeaders() } else { resume() }
    if outbound.isEmpty { outboundSince = clock.now }
    if sentEncodingHeader && compressesMessages {
      host.gzip.deflate(byteCount, write) { appendPrefixed($0) }
    } else {
      let message = outbound.extend(5 + byteCount)
      Self.writePrefix(message, flag: 0, byteCount)
      write(UnsafeMutableRawBufferPointer(rebasing: message[5...]))
    }
  }

  /// nghttp2 was told that there was nothing to send; now there is.
  private func resume() {
    guard isDeferred else { return }
    isDeferred = false
    connection?.resume(streamID)
  }

  private func appendPrefixed(_ compressed: UnsafeRawBufferPointer) {
    Self.writePrefix(outbound.extend(5), flag: 1, compressed.count)
    outbound.append(compressed)
  }

  private static func writePrefix(_ message: UnsafeMutableRawBufferPointer, flag: UInt8, _ byteCount: Int) {
    message[0] = flag
    message.storeBytes(of: UInt32(byteCount).bigEndian, toByteOffset: 1, as: UInt32.self)
  }

  // MARK: Headers

  /// `state` says already that they have left.
  func submitHeaders() {
    guard let connection else { return }
    sentEncodingHeader = compressesMessages
    if initialMetadata.isEmpty && !sentEncodingHeader {
      connection.submit(self, ConstantHeaders.begin.baseAddress, ConstantHeaders.begin.count)
      return
    }
    var list = HeaderList()
    list.add(":status", "200")
    list.add("content-type", "application/grpc")
    if sentEncodingHeader { list.add("grpc-encoding", "gzip") }
    list.add(initialMetadata)
    list.withFields { connection.submit(self, $0, $1) }
  }

  /// Ends the call: trailers behind what waits, or one header block when nothing has left.
  ///
  /// - Parameter status: nil for a plain OK.
  func conclude(_ status: Status?) {
    var status = status
    if !trailingMetadata.isEmpty {
      var full = status ?? .ok
      var trailers = trailingMetadata
      for entry in full.trailers.entries { trailers.append(checked: entry.name, entry.value) }
      full.trailers = trailers
      status = full
    }
    bodyOwedSince = nil
    if state.willFinish() {
      submitTrailersOnly(status ?? .ok)
    } else {
      endStatus = status
      resume()
    }
    answered()
  }

  private func submitTrailersOnly(_ status: Status) {
    var list = HeaderList()
    list.add(":status", "200")
    list.add("content-type", "application/grpc")
    if head.encoding == .unknown { list.add("grpc-accept-encoding", "identity,gzip") }
    list.add(initialMetadata)
    list.add(status)
    list.withFields { connection?.submitWhole(self, $0, $1) }
  }

  /// An error that the transport makes, behind the messages that wait.
  func refuse(_ code: StatusCode, _ text: StaticString) {
    guard isLive else { return }
    conclude(ownStatus(code, text))
    over(.failed(code))
  }

  /// A status that the transport makes, with the application's details.
  func ownStatus(_ code: StatusCode, _ text: StaticString) -> Status {
    let message = text.description
    return Status(code, message, details: host.configuration.statusDetails?(code, message) ?? [])
  }

  // MARK: DATA

  /// nghttp2 asks for the next DATA frame.
  ///
  /// - Parameter room: what flow control and the frame size allow.
  /// - Returns: the payload's length, or an nghttp2 error.
  func nextData(_ room: Int, _ flags: UnsafeMutablePointer<UInt32>) -> Int {
    let waiting = outbound.count
    let isFinishing = state.outbound == .finishing
    if waiting == 0 && !isFinishing {
      isDeferred = true
      return Int(NGHTTP2_ERR_DEFERRED.rawValue)
    }
    let count = min(waiting, room)
    flags.pointee |= NGHTTP2_DATA_FLAG_NO_COPY.rawValue
    if isFinishing && count == waiting {
      flags.pointee |= NGHTTP2_DATA_FLAG_EOF.rawValue
      if !isPlainHTTP {
        flags.pointee |= NGHTTP2_DATA_FLAG_NO_END_STREAM.rawValue
        submitTrailers()
      }
    }
    return count
  }

  private func submitTrailers() {
    guard let connection else { return }
    guard let endStatus else {
      connection.submitTrailers(self, ConstantHeaders.success.baseAddress, ConstantHeaders.success.count)
      return
    }
    var list = HeaderList()
    list.add(endStatus)
    list.withFields { connection.submitTrailers(self, $0, $1) }
  }

  /// The payload that ``nextData(_:_:)`` promised has been copied out.
  func dataSent(_ count: Int) {
    outbound.consume(count)
    outboundSince = movedOn(outboundSince, by: count)
    if isAboveHighWater && outbound.count <= highWaterBytes / 2 {
      isAboveHighWater = false
      host.becameWritable(self)
    }
  }

  // MARK: Plain HTTP

  /// Answers a request that is not gRPC.
  func answerHTTP(status: StaticString, body: String, allow: StaticString? = nil) {
    guard isLive, let connection else { return }
    isPlainHTTP = true
    let bytes = Array(body.utf8)
    var list = HeaderList()
    list.add(":status", status)
    list.add("content-type", "text/plain; charset=utf-8")
    list.add("content-length", String(bytes.count).utf8)
    if let allow { list.add("allow", allow) }
    let hasBody = head.method != .head && !bytes.isEmpty
    _ = state.willFinish()
    if hasBody {
      bytes.withUnsafeBytes { outbound.append($0) }
      outboundSince = clock.now
      list.withFields { connection.submit(self, $0, $1) }
    } else {
      list.withFields { connection.submitWhole(self, $0, $1) }
    }
  }
}
