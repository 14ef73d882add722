import Testing

@testable import Attachments

struct MemorySink: ByteSink {
  private(set) var bytes: [UInt8] = []
  /// Bytes given when the filter said that it differs from there on; nil: it never did.
  private(set) var sameCount: Int?

  mutating func write(_ bytes: UnsafeRawBufferPointer) { self.bytes.append(contentsOf: bytes) }

  mutating func differ() { sameCount = bytes.count }
}

/// What a filter makes of a picture.
struct Filtered: Equatable {
  var bytes: [UInt8]
  var isChanged: Bool
}

/// - Parameter count: bytes that the filter gets at once.
func filterJPEG(_ bytes: [UInt8], piece count: Int = 65_536) throws -> Filtered {
  var (filter, sink) = (JPEGFilter(), MemorySink())
  try forEachPiece(bytes, count) { try filter.take($0, &sink) }
  try filter.finish()
  #expect((sink.sameCount != nil) == filter.isChanged)
  let same = sink.sameCount ?? bytes.count
  #expect(sink.bytes.prefix(same) == bytes.prefix(same))
  return Filtered(bytes: sink.bytes, isChanged: filter.isChanged)
}

func filterPNG(_ bytes: [UInt8], piece count: Int = 65_536) throws -> Filtered {
  var (filter, sink) = (PNGFilter(), MemorySink())
  try forEachPiece(bytes, count) { try filter.take($0, &sink) }
  try filter.finish()
  #expect((sink.sameCount != nil) == filter.isChanged)
  let same = sink.sameCount ?? bytes.count
  #expect(sink.bytes.prefix(same) == bytes.prefix(same))
  return Filtered(bytes: sink.bytes, isChanged: filter.isChanged)
}

private func forEachPiece(_ bytes: [UInt8], _ count: Int, _ body: (UnsafeRawBufferPointer) throws -> Void)
  throws
{
  for place in stride(from: 0, to: bytes.count, by: count) {
    try Array(bytes[place..<min(place + count, bytes.count)]).withUnsafeBytes(body)
  }
}
