/// A place on the earth, WGS 84, in microdegrees: 35,689,200 is 35.6892 degrees north.
public struct Position: Hashable, Sendable {
  public static let latitudes: ClosedRange<Int32> = -90_000_000...90_000_000
  public static let longitudes: ClosedRange<Int32> = -180_000_000...180_000_000

  public var latitude: Int32
  public var longitude: Int32

  public init(latitude: Int32, longitude: Int32) {
    self.latitude = latitude
    self.longitude = longitude
  }
}

/// What a building offers to people who need it. Bits are those of the stored number.
public struct Accessibility: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let stepFree = Accessibility(rawValue: 1 << 1)
  public static let inductionLoop = Accessibility(rawValue: 1 << 2)
  public static let signLanguage = Accessibility(rawValue: 1 << 3)
  public static let braille = Accessibility(rawValue: 1 << 4)
  public static let toilet = Accessibility(rawValue: 1 << 5)

  /// All features, each by the name that files have for it, in the order of their bits.
  public static let features: [(name: String, feature: Accessibility)] = [
    ("step_free", .stepFree), ("induction_loop", .inductionLoop), ("sign_language", .signLanguage),
    ("braille", .braille), ("toilet", .toilet),
  ]
}

/// A counter office, rural ICT office or kiosk.
public struct Office: Hashable, Sendable {
  public enum Status: UInt8, Sendable, CaseIterable {
    case active = 1
    case suspended = 2
    case revoked = 3
    case closed = 4
  }

  /// Its row in the journal; 0 before it is stored.
  public var row: Int64
  public var id: String
  public var licence: String
  public var kind: Channel
  /// ISO 3166-2 code of the province.
  public var region: String
  public var status: Status
  public var name: LocalizedName
  public var address: LocalizedName
  /// Nil: not known.
  public var position: Position?
  /// Opening hours, in the order of weekday and time; empty: not known.
  public var hours: [WeeklyHours]
  public var accessibility: Accessibility
  /// BCP 47 tags of what is spoken there.
  public var languages: [String]
  /// How many people are served at once; 0: not known.
  public var counters: UInt32

  public init(
    row: Int64, id: String, licence: String, kind: Channel, region: String, status: Status,
    name: LocalizedName, address: LocalizedName = LocalizedName(), position: Position? = nil,
    hours: [WeeklyHours] = [], accessibility: Accessibility = [], languages: [String] = [],
    counters: UInt32 = 0
  ) {
    self.row = row
    self.id = id
    self.licence = licence
    self.kind = kind
    self.region = region
    self.status = status
    self.name = name
    self.address = address
    self.position = position
    self.hours = hours
    self.accessibility = accessibility
    self.languages = languages
    self.counters = counters
  }

  /// Is it open at a time, by its opening hours and by what the region's calendar excepts? Not known counts as no.
  /// - Parameter moment: the time as its region's calendar sees it.
  public func isOpen(_ moment: LocalMoment) -> Bool {
    moment.isWithinExceptions
      && hours.contains { $0.weekday == moment.weekday && $0.contains(minute: moment.minute) }
  }
}

/// A time as a region's calendar sees it: what opening hours are compared with.
public struct LocalMoment: Sendable, Equatable {
  /// 1 Saturday to 7 Friday.
  public let weekday: UInt8
  /// Minutes since midnight.
  public let minute: UInt16
  /// No holiday, and no closing at short notice.
  public let isWithinExceptions: Bool

  /// - Parameter time: Unix milliseconds.
  public init(_ time: Int64, in calendar: RegionCalendar) {
    let day = CivilDay(of: time, offsetMinutes: calendar.offsetMinutes)
    let minute = minuteOfDay(time, offsetMinutes: calendar.offsetMinutes)
    weekday = day.weekday
    self.minute = minute
    isWithinExceptions =
      calendar.exception(on: day).map { $0.hours.contains { $0.contains(minute: minute) } } ?? true
  }
}
