/// A day of the Gregorian calendar, counted from 1970-01-01.
public struct CivilDay: Hashable, Comparable, Sendable {
  /// The first day that has an ISO 8601 text of four digits for its year, and the last one.
  public static let range = CivilDay(number: -719_528)...CivilDay(number: 2_932_896)

  /// Days since 1970-01-01; negative before.
  public var number: Int32

  public init(number: Int32) { self.number = number }

  /// The day on which a time falls.
  /// - Parameters:
  ///   - time: Unix milliseconds.
  ///   - offsetMinutes: local time minus UTC.
  public init(of time: Int64, offsetMinutes: Int32) {
    let (day, _) = localMinutes(time, offsetMinutes).quotientAndRemainder(rounding: 1_440)
    self.init(number: Int32(clamping: day))
  }

  /// Reads `YYYY-MM-DD`; nil for anything else, and for days that no month has.
  public init?(iso text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, [4, 2, 2] == parts.map(\.utf8.count),
      parts.allSatisfy({ $0.utf8.allSatisfy(isDigit) }),
      let year = Int64(parts[0]), let month = Int64(parts[1]), let day = Int64(parts[2]),
      (1...12).contains(month),
      (1...31).contains(day)
    else { return nil }
    self.init(year: year, month: month, day: day)
    guard iso == text else { return nil }
  }

  // Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (days_from_civil): the year begins in March, so
  // that the leap day is its last; 400 years have 146,097 days.
  private init(year: Int64, month: Int64, day: Int64) {
    let year = month <= 2 ? year - 1 : year
    let (era, yearOfEra) = year.quotientAndRemainder(rounding: 400)
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    self.init(number: Int32(era * 146_097 + dayOfEra - 719_468))
  }

  /// `YYYY-MM-DD`.
  /// - Precondition: the day is within `range`.
  public var iso: String {
    precondition(Self.range.contains(self))
    let (era, dayOfEra) = (Int64(number) + 719_468).quotientAndRemainder(rounding: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(dayOfYear - (153 * shifted + 2) / 5 + 1, 2)
  }

  /// 1 Saturday to 7 Friday, as a week is counted in Iran.
  public var weekday: UInt8 {
    // 1970-01-01 was a Thursday.
    UInt8((Int64(number) + 5).quotientAndRemainder(rounding: 7).1 + 1)
  }

  public static func < (left: CivilDay, right: CivilDay) -> Bool { left.number < right.number }
}

/// The minute of the local day at which a time falls, 0 to 1,439.
/// - Parameters:
///   - time: Unix milliseconds.
///   - offsetMinutes: local time minus UTC.
public func minuteOfDay(_ time: Int64, offsetMinutes: Int32) -> UInt16 {
  UInt16(localMinutes(time, offsetMinutes).quotientAndRemainder(rounding: 1_440).1)
}

/// Minutes since 1970-01-01 in local time.
private func localMinutes(_ time: Int64, _ offsetMinutes: Int32) -> Int64 {
  time.quotientAndRemainder(rounding: 60_000).0 + Int64(offsetMinutes)
}

private func padded(_ number: Int64, _ digits: Int) -> String {
  let text = String(number)
  return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
}

extension Int64 {
  /// Division that rounds down, so that the remainder is never negative.
  fileprivate func quotientAndRemainder(rounding divisor: Int64) -> (Int64, Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
