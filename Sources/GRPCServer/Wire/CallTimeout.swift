/// The value of `grpc-timeout`: at most eight digits and a unit (PROTOCOL-HTTP2, "Timeout").
enum CallTimeout {
  /// - Returns: nanoseconds, or nil when the value is malformed.
  static func parse(_ value: UnsafeRawBufferPointer) -> UInt64? {
    guard (2...9).contains(value.count) else { return nil }
    var number: UInt64 = 0
    for digit in value.dropLast() {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      number = number * 10 + UInt64(digit - UInt8(ascii: "0"))
    }
    let unit: UInt64? =
      switch value[value.count - 1] {
      case UInt8(ascii: "n"): 1
      case UInt8(ascii: "u"): 1_000
      case UInt8(ascii: "m"): 1_000_000
      case UInt8(ascii: "S"): 1_000_000_000
      case UInt8(ascii: "M"): 60 * 1_000_000_000
      case UInt8(ascii: "H"): 3_600 * 1_000_000_000
      default: nil
      }
    guard let unit else { return nil }
    let (product, overflow) = number.multipliedReportingOverflow(by: unit)
    // 99,999,999 hours do not fit: longer than any call lives.
    return overflow ? UInt64.max / 2 : min(product, UInt64.max / 2)
  }
}
