import Testing

@testable import Attachments

/// Bytes of a test, given a few at a time.
struct MemorySource: ByteSource {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  mutating func read(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
    let part = rest.prefix(buffer.count)
    buffer.copyBytes(from: part)
    rest = rest.dropFirst(part.count)
    return part.count
  }
}

struct MemorySink: ByteSink {
  private(set) var bytes: [UInt8] = []

  mutating func write(_ bytes: UnsafeRawBufferPointer) { self.bytes.append(contentsOf: bytes) }
}

/// What a filter makes of a picture.
struct Filtered: Equatable {
  var bytes: [UInt8]
  var isChanged: Bool
}

func filterJPEG(_ bytes: [UInt8], windowBytes: Int = 65_536) throws(AttachmentFault) -> Filtered {
  let stream = PictureStream(MemorySource(bytes), MemorySink(), windowBytes: windowBytes)
  let (sink, isChanged) = try JPEGFilter(stream).run()
  return Filtered(bytes: sink.bytes, isChanged: isChanged)
}

func filterPNG(_ bytes: [UInt8], windowBytes: Int = 65_536) throws(AttachmentFault) -> Filtered {
  let stream = PictureStream(MemorySource(bytes), MemorySink(), windowBytes: windowBytes)
  let (sink, isChanged) = try PNGFilter(stream).run()
  return Filtered(bytes: sink.bytes, isChanged: isChanged)
}
