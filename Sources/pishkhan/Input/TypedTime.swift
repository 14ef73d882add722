/// A moment as it is typed: "2027-03-21" (the beginning of that day where the reader is), "2027-03-21T08:30" (the same),
/// or "2027-03-21T05:00:00Z" (UTC). Digits may be Persian. Nil for anything else.
/// - Parameter zone: what the reader's clocks show.
func typedTime(_ typed: String, zone: CivilCalendar?) -> Int64? {
  let latin = latinDigits(typed)
  if latin.hasSuffix("Z") { return unixMilliseconds(iso8601: latin) }
  let parts = latin.split(separator: "T", omittingEmptySubsequences: false)
  let clock = parts.count == 2 ? String(parts[1]) : "00:00"
  guard parts.count <= 2, clock.split(separator: ":").count == 2,
    let naive = unixMilliseconds(iso8601: "\(parts[0])T\(clock):00Z")
  else { return nil }
  // The offset at about that time; where a clock is being put forward or back, at an hour's distance at most.
  let offset = zone?.time(atMilliseconds: naive)?.offsetMinutes ?? 0
  return naive - Int64(offset) * 60_000
}

/// The text with Persian and Arabic-Indic digits as Latin ones.
func latinDigits(_ text: String) -> String {
  String(
    String.UnicodeScalarView(
      text.unicodeScalars.map { scalar in
        switch scalar.value {
        case 0x06F0...0x06F9: Unicode.Scalar(UInt8(scalar.value - 0x06F0 + 0x30))
        case 0x0660...0x0669: Unicode.Scalar(UInt8(scalar.value - 0x0660 + 0x30))
        default: scalar
        }
      }))
}
