/// Bytes from front to back.
protocol ByteSource {
  /// Fills some of the buffer.
  /// - Returns: the bytes given; 0 at the end.
  mutating func read(_ buffer: UnsafeMutableRawBufferPointer) throws(AttachmentFault) -> Int
}

/// Takes bytes in order.
protocol ByteSink {
  mutating func write(_ bytes: UnsafeRawBufferPointer) throws(AttachmentFault)
}
