/// A span of one weekday, every week: opening hours, or working time. Minutes since midnight, local time.
public struct WeeklyHours: Hashable, Sendable {
  /// 1 Saturday to 7 Friday.
  public var weekday: UInt8
  /// 0 to 1,439.
  public var from: UInt16
  /// 1 to 1,440; after `from`. The minute itself is outside.
  public var until: UInt16

  public init(weekday: UInt8, from: UInt16, until: UInt16) {
    self.weekday = weekday
    self.from = from
    self.until = until
  }

  public func contains(minute: UInt16) -> Bool { from <= minute && minute < until }
}

/// A span of one day, in minutes since midnight, local time.
public struct DayHours: Hashable, Sendable {
  /// 0 to 1,439.
  public var from: UInt16
  /// 1 to 1,440; after `from`. The minute itself is outside.
  public var until: UInt16

  public init(from: UInt16, until: UInt16) {
    self.from = from
    self.until = until
  }

  public func contains(minute: UInt16) -> Bool { from <= minute && minute < until }
}

/// A day that differs from its weekday: a holiday, a closing at short notice, or other hours.
public struct ExceptionalDay: Hashable, Sendable {
  public var day: CivilDay
  /// Why.
  public var name: LocalizedName
  /// Empty: closed all day.
  public var hours: [DayHours]

  public init(day: CivilDay, name: LocalizedName, hours: [DayHours] = []) {
    self.day = day
    self.name = name
    self.hours = hours
  }
}

/// One version of a region's calendar, as it was put: the working week and the days that differ from it.
public struct RegionCalendar: Hashable, Sendable {
  /// The calendar of every region without one of its own.
  public static let countryRegion = "IR"
  /// Iran's local time minus UTC, where no calendar says another.
  public static let iranOffsetMinutes: Int32 = 210

  /// ISO 3166-2, or `countryRegion`.
  public var region: String
  /// From 1; counted over the calendars of all regions together, so that the number in an event names one calendar.
  public var version: UInt32
  /// Unix milliseconds since when it is in force.
  public var put: Int64
  /// Local time minus UTC; Iran: 210.
  public var offsetMinutes: Int32
  /// What a target of one working day is in working time.
  public var minutesPerDay: UInt32
  /// In the order of weekday and time; spans of a day do not overlap.
  public var hours: [WeeklyHours]
  /// In the order of their dates.
  public var days: [ExceptionalDay]
  /// The first day that `days` is complete for.
  public var first: CivilDay
  /// The last one. Beyond it the weekly hours hold.
  public var last: CivilDay

  public init(
    region: String, version: UInt32, put: Int64, offsetMinutes: Int32, minutesPerDay: UInt32,
    hours: [WeeklyHours], days: [ExceptionalDay], first: CivilDay, last: CivilDay
  ) {
    self.region = region
    self.version = version
    self.put = put
    self.offsetMinutes = offsetMinutes
    self.minutesPerDay = minutesPerDay
    self.hours = hours
    self.days = days
    self.first = first
    self.last = last
  }

  /// The exceptional day of a date; nil where its weekday holds.
  public func exception(on day: CivilDay) -> ExceptionalDay? {
    var low = 0
    var high = days.count
    while low < high {
      let middle = (low + high) / 2
      if days[middle].day < day { low = middle + 1 } else { high = middle }
    }
    return low < days.count && days[low].day == day ? days[low] : nil
  }
}
