import CICU

/// A moment as people write it, in one calendar and one time zone.
struct CivilTime: Equatable, Sendable {
  let year: Int32
  /// From 1.
  let month: Int32
  let day: Int32
  let hour: Int32
  let minute: Int32
  /// Of the time zone at that moment, east of UTC.
  let offsetMinutes: Int32
}

/// Turns Unix time into years, months and days. ICU does the reckoning.
///
/// Not for use from several threads at once. Source: ICU's ucal.h.
final class CivilCalendar {
  enum Kind: String, Sendable {
    case gregorian = "en@calendar=gregorian"
    /// The Solar Hijri calendar of Iran.
    case persian = "fa_IR@calendar=persian"
  }

  private let calendar: UnsafeMutablePointer<UCalendar?>

  /// Nil where ICU has no data for it.
  /// - Parameter zone: a name of the IANA time zone database; an unknown one is UTC.
  init?(_ kind: Kind, zone: String) {
    let name = Array(zone.utf16)
    guard let calendar = icu_calendar_open(name, Int32(name.count), kind.rawValue) else { return nil }
    self.calendar = calendar
  }

  deinit {
    icu_calendar_close(calendar)
  }

  /// Nil beyond the years that the calendar knows.
  func time(atMilliseconds milliseconds: Int64) -> CivilTime? {
    guard icu_calendar_set(calendar, milliseconds) else { return nil }
    let offset = icu_calendar_get(calendar, UCAL_ZONE_OFFSET) + icu_calendar_get(calendar, UCAL_DST_OFFSET)
    return CivilTime(
      year: icu_calendar_get(calendar, UCAL_YEAR), month: icu_calendar_get(calendar, UCAL_MONTH) + 1,
      day: icu_calendar_get(calendar, UCAL_DATE), hour: icu_calendar_get(calendar, UCAL_HOUR_OF_DAY),
      minute: icu_calendar_get(calendar, UCAL_MINUTE), offsetMinutes: offset / 60_000)
  }

  static func knows(zone: String) -> Bool {
    let name = Array(zone.utf16)
    return icu_knows_zone(name, Int32(name.count))
  }
}

/// The months of the Solar Hijri calendar, from 1.
let jalaliMonths = [
  "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
]
