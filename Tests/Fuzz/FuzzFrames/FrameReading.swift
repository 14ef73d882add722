import Glibc

@testable import GRPCServer

/// gRPC's length-prefixed messages, cut into pieces by the first byte: however they are cut, the same messages come out.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzFrames(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard count > 1 else { return 0 }
  let bytes = UnsafeRawBufferPointer(start: data + 1, count: count - 1)
  let whole = messages(of: bytes, pieces: bytes.count)
  let cut = messages(of: bytes, pieces: Int(data[0] & 31) + 1)
  precondition(whole == cut, "a cut changed what was read")
  precondition(cut.bufferedBytesMost <= 2 * limit + 8_192, "more was held than a message may have")
  return 0
}

private let limit = 4_096
/// Shared by all inputs, as by all calls of a loop.
nonisolated(unsafe) private let gzip = Gzip()

private struct Reading: Equatable {
  var messages: [[UInt8]] = []
  var end = ""
  var isInside = false
  /// Depends on the cut, and takes no part in the comparison.
  var bufferedBytesMost = 0

  static func == (left: Reading, right: Reading) -> Bool {
    left.messages == right.messages && left.end == right.end && left.isInside == right.isInside
  }
}

private func messages(of bytes: UnsafeRawBufferPointer, pieces: Int) -> Reading {
  var reader = MessageReader()
  var reading = Reading()
  var position = 0
  while position < bytes.count {
    let end = min(bytes.count, position + pieces)
    var piece = UnsafeRawBufferPointer(rebasing: bytes[position..<end])
    position = end
    repeat {
      switch reader.read(&piece, limit: limit) {
      case .needsMore: break
      case .message(let message, let isCompressed):
        reading.messages.append(isCompressed ? inflated(message) : Array(message))
      case .tooLarge(let length):
        precondition(length > limit)
        reading.end = "too large"
        return reading
      case .badFlag(let flag):
        precondition(flag > 1)
        reading.end = "bad flag"
        return reading
      }
      reading.bufferedBytesMost = max(reading.bufferedBytesMost, reader.bufferedBytes)
    } while !piece.isEmpty
  }
  reading.isInside = reader.isInsideMessage
  return reading
}

/// A compressed message: never more than the limit and a step of zlib, and what comes out can be put in again.
private func inflated(_ message: UnsafeRawBufferPointer) -> [UInt8] {
  switch gzip.inflate(message, limit: limit) {
  case .tooLarge: return Array("too large".utf8)
  case .malformed: return Array("malformed".utf8)
  case .bytes(let plain):
    precondition(plain.count <= limit)
    let copy = Array(plain)
    gzip.deflate(copy.count) {
      $0.copyBytes(from: copy)
    } _: { again in
      guard case .bytes(let back) = gzip.inflate(UnsafeRawBufferPointer(rebasing: again[...]), limit: limit)
      else {
        preconditionFailure("what we compress we can read")
      }
      precondition(back.elementsEqual(copy))
    }
    return copy
  }
}
