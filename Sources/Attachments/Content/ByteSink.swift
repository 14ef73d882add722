/// Takes what a filter lets through, in order.
protocol ByteSink {
  /// From here on the filter gives other bytes than it gets: what it gave until now is the beginning of what it got.
  mutating func differ() throws(AttachmentFault)

  mutating func write(_ bytes: UnsafeRawBufferPointer) throws(AttachmentFault)
}

extension ByteSink {
  mutating func write(_ bytes: [UInt8]) throws(AttachmentFault) {
    var failure: AttachmentFault?
    bytes.withUnsafeBytes { raw in
      do throws(AttachmentFault) { try write(raw) } catch { failure = error }
    }
    if let failure { throw failure }
  }
}
