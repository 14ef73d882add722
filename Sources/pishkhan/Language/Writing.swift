/// How numbers, times and codes are written for people in one language.
///
/// Not for use from several threads at once.
final class Writing {
  /// Where the counter stands. TZ overrides it; machines read UTC from the JSON output.
  static let defaultZone = "Asia/Tehran"

  let language: Language
  let calendar: CivilCalendar?

  init(_ language: Language, zone: String = Writing.defaultZone) {
    self.language = language
    calendar = CivilCalendar(language == .persian ? .persian : .gregorian, zone: zone)
  }

  func text(_ message: Message, _ values: String...) -> String {
    fill(message.text[language], values)
  }

  func number(_ value: some BinaryInteger) -> String {
    switch language {
    case .english: grouped(Int64(clamping: value), separator: ",")
    case .persian: persianDigits(grouped(Int64(clamping: value), separator: "٬"))
    }
  }

  /// A code, name of a flag or the like, which is read from left to right also inside Persian text.
  /// Source: Unicode Standard Annex #9, isolates.
  func code(_ text: String) -> String {
    isolated(text, opening: "\u{2066}")
  }

  /// What a person typed: its own first letter says which way it runs.
  func free(_ text: String) -> String {
    isolated(text, opening: "\u{2068}")
  }

  /// 16 digits in groups of four. The hyphens keep it one word of a shell; they are taken when it is typed in.
  func trackingCode(_ digits: String) -> String {
    var groups = ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && index % 4 == 0 { groups.append("-") }
      groups.append(digit)
    }
    return code(language == .persian ? persianDigits(groups) : groups)
  }

  /// Digits that are read one by one: a secret, a mobile number.
  func digits(_ text: String) -> String {
    code(language == .persian ? persianDigits(text) : text)
  }

  /// "2024-03-20 03:30 +03:30"; in Persian the Jalali date in words.
  func time(milliseconds: Int64) -> String {
    guard milliseconds != 0, let time = calendar?.time(atMilliseconds: milliseconds) else { return "—" }
    let clock = padded(time.hour, 2) + ":" + padded(time.minute, 2)
    switch language {
    case .english:
      let offset = time.offsetMinutes.magnitude
      return padded(time.year, 4) + "-" + padded(time.month, 2) + "-" + padded(time.day, 2) + " " + clock
        + " "
        + (time.offsetMinutes < 0 ? "-" : "+") + padded(offset / 60, 2) + ":" + padded(offset % 60, 2)
    case .persian:
      return persianDigits("\(time.day) \(jalaliMonths[Int(time.month) - 1]) \(time.year)، ساعت \(clock)")
    }
  }

  /// The time of the day with seconds, for what is about to come: "03:30:05".
  func clock(milliseconds: Int64) -> String {
    guard let time = calendar?.time(atMilliseconds: milliseconds) else { return "—" }
    // Zones differ from UTC by whole minutes.
    let text = [Int64(time.hour), Int64(time.minute), milliseconds / 1_000 % 60].map { padded($0, 2) }
      .joined(separator: ":")
    return language == .persian ? persianDigits(text) : text
  }

  /// "12 h 30 min"
  func duration(milliseconds: Int64) -> String {
    let minutes = milliseconds / 60_000
    return text(.hoursMinutes, number(minutes / 60), number(minutes % 60))
  }

  /// "300,000 rial"
  func rial(_ amount: Int64) -> String {
    amount == 0 ? text(.noFee) : text(.feeRial, number(amount))
  }

  /// What stands between the items of an enumeration.
  var comma: String { language == .persian ? "، " : ", " }

  private func isolated(_ text: String, opening: String) -> String {
    let harmless = harmless(text)
    return switch language {
    case .english: harmless
    case .persian: harmless.isEmpty ? "" : opening + harmless + "\u{2069}"
    }
  }
}

/// A text from elsewhere, fit for a terminal: control characters (escape sequences begin with one) show as U+FFFD,
/// marks that turn the direction of text end where the text does. Line ends and joiners stay.
///
/// Source: Unicode Standard Annex #9: embeddings and overrides are left out, isolates are closed.
func harmless(_ text: String) -> String {
  var result = String.UnicodeScalarView()
  var openIsolates = 0
  for scalar in text.unicodeScalars {
    switch scalar.value {
    case 0x0A: result.append(scalar)
    case 0x00...0x1F, 0x7F...0x9F: result.append("\u{FFFD}")
    case 0x202A...0x202E: continue
    case 0x2066...0x2068:
      openIsolates += 1
      result.append(scalar)
    case 0x2069:
      guard openIsolates > 0 else { continue }
      openIsolates -= 1
      result.append(scalar)
    default: result.append(scalar)
    }
  }
  return String(result) + String(repeating: "\u{2069}", count: openIsolates)
}

/// The text with every `part` of it exchanged.
func replaced(_ text: String, _ part: String, by other: String) -> String {
  var result = ""
  var rest = text[...]
  while let range = rest.firstRange(of: part) {
    result += rest[..<range.lowerBound] + other
    rest = rest[range.upperBound...]
  }
  return result + rest
}

/// Puts values in the places of %1 to %9.
func fill(_ pattern: String, _ values: [String]) -> String {
  var result = ""
  var rest = pattern[...]
  while let mark = rest.firstIndex(of: "%") {
    result += rest[..<mark]
    let behind = rest.index(after: mark)
    guard behind < rest.endIndex, let place = rest[behind].wholeNumberValue, place >= 1, place <= values.count
    else {
      result.append("%")
      rest = rest[behind...]
      continue
    }
    result += values[place - 1]
    rest = rest[rest.index(after: behind)...]
  }
  return result + rest
}
