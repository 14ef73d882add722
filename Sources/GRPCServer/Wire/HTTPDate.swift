import Glibc

/// The time of a `date` header: IMF-fixdate, always 29 bytes (RFC 9110, 5.6.7).
enum HTTPDate {
  private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// - Parameter seconds: Unix time in seconds.
  static func text(_ seconds: Int) -> String {
    var seconds = seconds
    var time = tm()
    gmtime_r(&seconds, &time)
    let day = days[Int(time.tm_wday)]
    let month = months[Int(time.tm_mon)]
    let clock = [time.tm_hour, time.tm_min, time.tm_sec].map(twoDigits).joined(separator: ":")
    return "\(day), \(twoDigits(time.tm_mday)) \(month) \(time.tm_year + 1_900) \(clock) GMT"
  }

  static func now() -> String { text(time(nil)) }

  private static func twoDigits(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
