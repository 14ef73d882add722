import CNghttp2

/// Header fields in the form that nghttp2 takes, for the answers that are not constant.
struct HeaderList {
  private var bytes: [UInt8] = []
  private var lengths: [(name: Int, value: Int)] = []

  mutating func add(_ name: StaticString, _ value: some Collection<UInt8>) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    bytes.append(contentsOf: value)
    lengths.append((name.utf8CodeUnitCount, value.count))
  }

  mutating func add(_ name: StaticString, _ value: StaticString) {
    add(name, UnsafeBufferPointer(start: value.utf8Start, count: value.utf8CodeUnitCount))
  }

  mutating func add(_ metadata: Metadata) {
    for entry in metadata.entries {
      let value = entry.name.hasSuffix("-bin") ? Base64.encode(entry.value) : entry.value
      bytes.append(contentsOf: entry.name.utf8)
      bytes.append(contentsOf: value)
      lengths.append((entry.name.utf8.count, value.count))
    }
  }

  /// `grpc-status` and what belongs to it.
  mutating func add(_ status: Status) {
    add("grpc-status", String(status.code.rawValue).utf8)
    if !status.message.isEmpty { add("grpc-message", PercentEncoding.encode(status.message)) }
    if !status.details.isEmpty { add("grpc-status-details-bin", Base64.encode(status.details)) }
    if let pushback = status.retryPushbackMilliseconds {
      add("grpc-retry-pushback-ms", String(pushback).utf8)
    }
    add(status.trailers)
  }

  /// nghttp2 copies what it is given here.
  func withFields<Result>(_ body: (UnsafePointer<nghttp2_nv>?, Int) -> Result) -> Result {
    bytes.withUnsafeBufferPointer { bytes in
      // nghttp2's struct has no const; it does not write through these.
      var next = UnsafeMutablePointer(mutating: bytes.baseAddress)
      let fields = lengths.map { length in
        defer { next = next.map { $0 + length.name + length.value } }
        return nghttp2_nv(
          name: next, value: next.map { $0 + length.name }, namelen: length.name, valuelen: length.value,
          flags: UInt8(NGHTTP2_NV_FLAG_NONE.rawValue))
      }
      return fields.withUnsafeBufferPointer { body($0.baseAddress, $0.count) }
    }
  }
}

/// The header sets of a plain success, which are constant: nghttp2 refers to them instead of copying.
enum ConstantHeaders {
  /// `:status: 200`, `content-type: application/grpc`.
  ///
  /// `nonisolated(unsafe)`: never written after it is made.
  nonisolated(unsafe) static let begin = make([(":status", "200"), ("content-type", "application/grpc")])
  /// `grpc-status: 0`.
  nonisolated(unsafe) static let success = make([("grpc-status", "0")])

  private static func make(_ fields: [(StaticString, StaticString)]) -> UnsafeBufferPointer<nghttp2_nv> {
    let made = UnsafeMutableBufferPointer<nghttp2_nv>.allocate(capacity: fields.count)
    for (index, (name, value)) in fields.enumerated() {
      made.initializeElement(
        at: index,
        to: nghttp2_nv(
          name: UnsafeMutablePointer(mutating: name.utf8Start),
          value: UnsafeMutablePointer(mutating: value.utf8Start),
          namelen: name.utf8CodeUnitCount, valuelen: value.utf8CodeUnitCount,
          flags: UInt8(NGHTTP2_NV_FLAG_NO_COPY_NAME.rawValue | NGHTTP2_NV_FLAG_NO_COPY_VALUE.rawValue)))
    }
    return UnsafeBufferPointer(made)
  }
}
