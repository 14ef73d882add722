import CZlib
import Glibc

/// gzip (RFC 1952) of whole messages, with zlib's state shared by all calls of a loop: a message is compressed or
/// decompressed at one go.
final class Gzip {
  enum Inflated {
    /// Valid until the next use of this object, and no longer than the loop's tick.
    case bytes(UnsafeRawBufferPointer)
    case tooLarge
    case malformed
  }

  /// zlib keeps a pointer to its stream, so that these never move.
  private let inflater = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private let deflater = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private var inflaterIsReady = false
  private var deflaterIsReady = false
  private var output = ByteBuffer()
  private var input = ByteBuffer()
  /// 15 bits of window and, by adding 16, gzip's header and trailer (zlib.h, inflateInit2).
  private let windowBits: Int32 = 31
  private let keptBytes = 64 << 10

  init() {
    inflater.initialize(to: z_stream())
    deflater.initialize(to: z_stream())
  }

  deinit {
    if inflaterIsReady { inflateEnd(inflater) }
    if deflaterIsReady { deflateEnd(deflater) }
    inflater.deallocate()
    deflater.deallocate()
  }

  /// Where ``inflate(_:limit:)`` has left its bytes.
  var outputAddress: UnsafeRawPointer? { output.isEmpty ? nil : output.bytes.baseAddress }

  /// Gives back what large messages have left: the next one may never come.
  func trim() {
    input.clear(keeping: keptBytes)
    output.clear(keeping: keptBytes)
  }

  /// - Parameter limit: bytes of the result; no more than that and a step are ever held, whatever the input claims.
  func inflate(_ message: UnsafeRawBufferPointer, limit: Int) -> Inflated {
    output.clear(keeping: keptBytes)
    if inflaterIsReady {
      inflateReset(inflater)
    } else {
      guard shim_inflateInit2(inflater, windowBits) == Z_OK else { return .malformed }
      inflaterIsReady = true
    }
    inflater.pointee.next_in = UnsafeMutablePointer(
      mutating: message.baseAddress?.assumingMemoryBound(to: UInt8.self))
    inflater.pointee.avail_in = UInt32(message.count)
    while true {
      let step = withUnsafeTemporaryAllocation(byteCount: 16 << 10, alignment: 16) { room in
        inflater.pointee.next_out = room.baseAddress!.assumingMemoryBound(to: UInt8.self)
        inflater.pointee.avail_out = UInt32(room.count)
        let result = CZlib.inflate(inflater, Z_NO_FLUSH)
        output.append(
          UnsafeRawBufferPointer(rebasing: room[..<(room.count - Int(inflater.pointee.avail_out))]))
        return result
      }
      if output.count > limit { return .tooLarge }
      if step == Z_STREAM_END {
        return inflater.pointee.avail_in == 0 ? .bytes(output.bytes) : .malformed
      }
      guard step == Z_OK, inflater.pointee.avail_in > 0 || inflater.pointee.avail_out == 0 else {
        return .malformed
      }
    }
  }

  /// Compresses a message of `byteCount` bytes that `write` makes.
  ///
  /// - Parameter body: gets the result, valid until it returns.
  func deflate(
    _ byteCount: Int, _ write: (UnsafeMutableRawBufferPointer) -> Void,
    _ body: (UnsafeRawBufferPointer) -> Void
  ) {
    input.clear(keeping: keptBytes)
    output.clear(keeping: keptBytes)
    let plain = input.extend(byteCount)
    write(plain)
    if deflaterIsReady {
      deflateReset(deflater)
    } else {
      // Level 1: a loop has other calls to answer meanwhile. Memory level 8 is zlib's own choice.
      precondition(shim_deflateInit2(deflater, 1, windowBits, 8) == Z_OK, "out of memory")
      deflaterIsReady = true
    }
    let room = output.extend(Int(deflateBound(deflater, UInt(byteCount))))
    deflater.pointee.next_in = plain.baseAddress?.assumingMemoryBound(to: UInt8.self)
    deflater.pointee.avail_in = UInt32(byteCount)
    deflater.pointee.next_out = room.baseAddress!.assumingMemoryBound(to: UInt8.self)
    deflater.pointee.avail_out = UInt32(room.count)
    // The room is zlib's own bound, so that one step ends the stream.
    precondition(CZlib.deflate(deflater, Z_FINISH) == Z_STREAM_END, "deflateBound holds")
    body(UnsafeRawBufferPointer(rebasing: room[..<(room.count - Int(deflater.pointee.avail_out))]))
  }
}
