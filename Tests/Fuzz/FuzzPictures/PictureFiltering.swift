@testable import Attachments

/// Files of others, as pictures and as documents: never a trap; what comes out of a filter goes through it unchanged, holds no mark,
/// and is the same however the bytes come in. The first byte chooses the kind and how much is read at once.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPictures(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard count > 0 else { return 0 }
  let choice = data[0]
  let file = Array(UnsafeBufferPointer(start: data + 1, count: count - 1))
  let pieceBytes = 1 + Int(choice >> 2)
  switch choice & 3 {
  case 0: check(file, pieceBytes, filterJPEG)
  case 1: check(file, pieceBytes, filterPNG)
  case 2:
    guard PDFLook.begins(file) else { return 0 }
    do { try PDFLook.check(tail: file, size: UInt64(file.count)) } catch { return 0 }
  default: checkOrientation(file)
  }
  return 0
}

private func filterJPEG(_ bytes: [UInt8], _ pieceBytes: Int) throws -> (bytes: [UInt8], isChanged: Bool) {
  var (filter, sink) = (JPEGFilter(), Gathered())
  try forEachPiece(bytes, pieceBytes) { try filter.take($0, &sink) }
  try filter.finish()
  precondition(sink.bytes.prefix(sink.sameCount ?? .max).elementsEqual(bytes.prefix(sink.sameCount ?? .max)))
  precondition((sink.sameCount != nil) == filter.isChanged)
  return (sink.bytes, filter.isChanged)
}

private func filterPNG(_ bytes: [UInt8], _ pieceBytes: Int) throws -> (bytes: [UInt8], isChanged: Bool) {
  var (filter, sink) = (PNGFilter(), Gathered())
  try forEachPiece(bytes, pieceBytes) { try filter.take($0, &sink) }
  try filter.finish()
  precondition(sink.bytes.prefix(sink.sameCount ?? .max).elementsEqual(bytes.prefix(sink.sameCount ?? .max)))
  precondition((sink.sameCount != nil) == filter.isChanged)
  return (sink.bytes, filter.isChanged)
}

private func forEachPiece(
  _ bytes: [UInt8], _ count: Int, _ body: (UnsafeRawBufferPointer) throws -> Void
) throws {
  try bytes.withUnsafeBytes { all in
    for place in stride(from: 0, to: all.count, by: count) {
      try body(UnsafeRawBufferPointer(rebasing: all[place..<min(place + count, all.count)]))
    }
  }
}

private func check(
  _ file: [UInt8], _ pieceBytes: Int, _ filter: ([UInt8], Int) throws -> (bytes: [UInt8], isChanged: Bool)
) {
  guard let kept = try? filter(file, pieceBytes) else {
    precondition((try? filter(file, 65_536)) == nil, "whether a picture is taken depends on how it is read")
    return
  }
  precondition(kept.bytes.count <= file.count && kept.isChanged == (kept.bytes != file))
  guard let whole = try? filter(file, 65_536), let again = try? filter(kept.bytes, pieceBytes) else {
    preconditionFailure("what was kept is no picture")
  }
  precondition(whole.bytes == kept.bytes, "what is kept depends on how it is read")
  precondition(again.bytes == kept.bytes && !again.isChanged, "what was kept has marks")
}

private func checkOrientation(_ exif: [UInt8]) {
  guard let orientation = Orientation(exif: exif) else { return }
  precondition((2...8).contains(orientation.value))
  precondition(Orientation(exif: orientation.exif) == orientation)
}

private struct Gathered: ByteSink {
  private(set) var bytes: [UInt8] = []
  /// Bytes given when the filter said that it differs from there on; nil: it never did.
  private(set) var sameCount: Int?

  mutating func write(_ bytes: UnsafeRawBufferPointer) { self.bytes.append(contentsOf: bytes) }

  mutating func differ() { sameCount = bytes.count }
}
