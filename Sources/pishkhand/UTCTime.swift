import Glibc

/// A moment as ISO 8601 in UTC with milliseconds: `2025-03-21T09:01:30.123Z`.
struct UTCTime: Hashable, Sendable {
  /// Length of its text in bytes, for the years 0 to 9999.
  static let byteCount = 24

  private let milliseconds: Int64

  /// - Parameter milliseconds: Unix time (UTC), within the years 0 to 9999.
  init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// Now, by the system's clock.
  static func now() -> UTCTime {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return UTCTime(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
  }

  func append(to text: inout [UInt8]) {
    let (days, ofDay) = UTCTime.floorDivision(milliseconds, 86_400_000)
    let date = UTCTime.date(daysSinceEpoch: days)
    UTCTime.append(date.year, digits: 4, to: &text)
    text.append(UInt8(ascii: "-"))
    UTCTime.append(date.month, digits: 2, to: &text)
    text.append(UInt8(ascii: "-"))
    UTCTime.append(date.day, digits: 2, to: &text)
    text.append(UInt8(ascii: "T"))
    UTCTime.append(ofDay / 3_600_000, digits: 2, to: &text)
    text.append(UInt8(ascii: ":"))
    UTCTime.append(ofDay / 60_000 % 60, digits: 2, to: &text)
    text.append(UInt8(ascii: ":"))
    UTCTime.append(ofDay / 1_000 % 60, digits: 2, to: &text)
    text.append(UInt8(ascii: "."))
    UTCTime.append(ofDay % 1_000, digits: 3, to: &text)
    text.append(UInt8(ascii: "Z"))
  }

  /// Counts years from March, so that the leap day is a year's last, in eras of 400 years, all of 146,097 days.
  private static func date(daysSinceEpoch: Int64) -> (year: Int64, month: Int64, day: Int64) {
    // 719,468 days lie between 1 March of the year 0 and 1 January 1970.
    let (era, ofEra) = floorDivision(daysSinceEpoch + 719_468, 146_097)
    let year = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * year + year / 4 - year / 100)
    // Five months from March on have 153 days together, and so have the next five.
    let fromMarch = (5 * ofYear + 2) / 153
    let month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
    return (era * 400 + year + (month <= 2 ? 1 : 0), month, ofYear - (153 * fromMarch + 2) / 5 + 1)
  }

  private static func floorDivision(_ value: Int64, _ divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }

  private static func append(_ number: Int64, digits: Int, to text: inout [UInt8]) {
    var divisor: Int64 = 1
    for _ in 1..<digits { divisor *= 10 }
    while divisor > 0 {
      text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
      divisor /= 10
    }
  }
}
