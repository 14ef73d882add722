import Glibc

/// Unix milliseconds in ISO 8601, UTC, to the millisecond: "2024-03-20T00:00:00.000Z". For machines.
///
/// Nil beyond the years that the C library can tell.
func iso8601(milliseconds: Int64) -> String? {
  let millisecond = ((milliseconds % 1_000) + 1_000) % 1_000
  var seconds = time_t((milliseconds - millisecond) / 1_000)
  var time = tm()
  guard gmtime_r(&seconds, &time) != nil else { return nil }
  return padded(time.tm_year + 1_900, 4) + "-" + padded(time.tm_mon + 1, 2) + "-" + padded(time.tm_mday, 2)
    + "T"
    + padded(time.tm_hour, 2) + ":" + padded(time.tm_min, 2) + ":" + padded(time.tm_sec, 2) + "."
    + padded(millisecond, 3) + "Z"
}

/// The Unix milliseconds of "2024-03-20T00:00:00Z", with or without milliseconds; nil for anything else.
func unixMilliseconds(iso8601 text: String) -> Int64? {
  let moments = text.dropLast().split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
  let parts = moments[0].split { "-T:".contains($0) }.map { Int32($0) }
  let millisecond = moments.count == 1 ? 0 : Int64(moments[1])
  guard text.hasSuffix("Z"), parts.count == 6, let year = parts[0], let month = parts[1], let day = parts[2],
    let hour = parts[3], let minute = parts[4], let second = parts[5], let millisecond
  else { return nil }
  var time = tm()
  time.tm_year = year - 1_900
  time.tm_mon = month - 1
  time.tm_mday = day
  time.tm_hour = hour
  time.tm_min = minute
  time.tm_sec = second
  let moment = Int64(timegm(&time)) * 1_000 + millisecond
  // The 31st of a month with 30 days would become another day.
  let whole = moments.count == 1 ? "\(moments[0]).000Z" : text
  return iso8601(milliseconds: moment) == whole ? moment : nil
}

/// A number with zeros in front, so that it has at least `width` digits.
func padded(_ number: some BinaryInteger, _ width: Int) -> String {
  let digits = String(number.magnitude)
  return (number < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.count)) + digits
}
