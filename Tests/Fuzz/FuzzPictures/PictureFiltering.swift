@testable import Attachments

/// Files of others, as pictures and as documents: never a trap; what comes out of a filter goes through it unchanged, holds no mark,
/// and is the same however the bytes come in. The first byte chooses the kind and how much is read at once.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPictures(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard count > 0 else { return 0 }
  let choice = data[0]
  let file = Array(UnsafeBufferPointer(start: data + 1, count: count - 1))
  let windowBytes = 16 + Int(choice >> 2)
  switch choice & 3 {
  case 0: check(file, windowBytes) { bytes, window in try filtered(JPEGFilter(stream(bytes, window)).run()) }
  case 1: check(file, windowBytes) { bytes, window in try filtered(PNGFilter(stream(bytes, window)).run()) }
  case 2:
    guard PDFLook.begins(file) else { return 0 }
    do { try PDFLook.check(tail: file, size: UInt64(file.count)) } catch { return 0 }
  default: checkOrientation(file)
  }
  return 0
}

private func stream(_ bytes: [UInt8], _ windowBytes: Int) -> PictureStream<Bytes, Gathered> {
  PictureStream(Bytes(rest: bytes[...]), Gathered(), windowBytes: windowBytes)
}

private func filtered(_ result: (sink: Gathered, isChanged: Bool)) -> (bytes: [UInt8], isChanged: Bool) {
  (result.sink.bytes, result.isChanged)
}

private func check(
  _ file: [UInt8], _ windowBytes: Int, _ filter: ([UInt8], Int) throws -> (bytes: [UInt8], isChanged: Bool)
) {
  guard let kept = try? filter(file, windowBytes) else {
    precondition((try? filter(file, 65_536)) == nil, "whether a picture is taken depends on how it is read")
    return
  }
  precondition(kept.bytes.count <= file.count && kept.isChanged == (kept.bytes != file))
  guard let whole = try? filter(file, 65_536), let again = try? filter(kept.bytes, windowBytes) else {
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

private struct Bytes: ByteSource {
  var rest: ArraySlice<UInt8>

  mutating func read(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
    let part = rest.prefix(buffer.count)
    buffer.copyBytes(from: part)
    rest = rest.dropFirst(part.count)
    return part.count
  }
}

private struct Gathered: ByteSink {
  private(set) var bytes: [UInt8] = []

  mutating func write(_ bytes: UnsafeRawBufferPointer) { self.bytes.append(contentsOf: bytes) }
}
