import COpenSSL
import Glibc

// Bytes out and in: what the kernel does not take waits, and reading waits with it.
extension TLSConnection {
  // MARK: Out

  /// Whether bytes wait for the kernel to take them.
  public var isBlocked: Bool { unsent != nil }

  /// Writes what the kernel takes and keeps the rest. Only in `open`, while ``isBlocked`` is false.
  public func write(_ bytes: UnsafeRawBufferPointer) {
    assert(loop.isCurrent && phase == .open && unsent == nil)
    let written = writeNow(bytes)
    guard phase == .open, written < bytes.count else { return }
    let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: rest.count, alignment: 1)
    copy.copyMemory(from: rest)
    unsent = copy
    unsentStart = 0
    updateInterest()
  }

  /// - Returns: the bytes taken; fewer than all when the kernel is full, or when the connection broke.
  private func writeNow(_ bytes: UnsafeRawBufferPointer) -> Int {
    var start = 0
    while start < bytes.count {
      let count = min(bytes.count - start, Int(Int32.max))
      let result = SSL_write(ssl, bytes.baseAddress! + start, Int32(count))
      if result > 0 {
        start += Int(result)
        continue
      }
      switch failure(result) {
      case .blocked: return start
      case .ended(let end):
        finish(end)
        return start
      }
    }
    return start
  }

  func writeUnsent() {
    guard let bytes = unsent else { return }
    unsentStart += writeNow(UnsafeRawBufferPointer(rebasing: bytes[unsentStart...]))
    guard unsentStart == bytes.count, phase == .open || phase == .closing else { return }
    unsent = nil
    bytes.deallocate()
    if phase == .closing {
      shutDown()
    } else {
      updateInterest()
      drained()
    }
  }

  // MARK: In

  /// Stops or resumes ``received(_:)``, within the bytes that TLS holds already.
  public func pauseReading(_ isPaused: Bool) {
    guard isPaused != isReadingPaused else { return }
    isReadingPaused = isPaused
    updateInterest()
    if !isPaused && phase == .open && SSL_has_pending(ssl) == 1 { readLater() }
  }

  private func readLater() {
    guard !isWaitingToReadOn else { return }
    isWaitingToReadOn = true
    loop.readAgain(self)
  }

  /// A later round than the one that left bytes in TLS.
  func readOn() {
    isWaitingToReadOn = false
    read()
  }

  func read() {
    // 16 records a round: a fast sender does not starve the others.
    for _ in 0..<16 {
      guard phase == .open, !isReadingPaused, unsent == nil else { return }
      let count = SSL_read(ssl, loop.readBuffer.baseAddress, Int32(loop.readBuffer.count))
      guard lateHandshakeSteps <= Self.lateHandshakeStepsAllowed else {
        finish(.keyUpdateFlood)
        return
      }
      guard count > 0 else {
        readFailed(count)
        return
      }
      received(UnsafeRawBufferPointer(rebasing: loop.readBuffer[..<Int(count)]))
      // Reading on to EAGAIN costs 3-5 % (measured); poll tells of what is in the kernel.
      guard phase == .open, SSL_has_pending(ssl) == 1 else { return }
    }
    readLater()
  }

  private func readFailed(_ result: Int32) {
    switch failure(result) {
    case .ended(let end): finish(end)
    case .blocked where SSL_want(ssl) == SSL_WRITING:
      // To wait for bytes that are there already would spin a core.
      isReadBlockedByWrite = true
      updateInterest()
    case .blocked: break
    }
  }

  func readUnblocked() {
    isReadBlockedByWrite = false
    updateInterest()
    read()
  }
}
