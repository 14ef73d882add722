/// Collects what is wrong with a value of the directory, each under its path.
///
/// One check for messages and for files: both name their fields alike.
struct ValueCheck {
  /// Longest name, label or address in bytes.
  static let nameBytesMax = 256
  static let sentenceBytesMax = 1_024

  private(set) var violations: [FieldViolation] = []

  mutating func refuse(_ field: String, _ reason: FieldReason) {
    guard violations.count < FormCheck.violationsMax else { return }
    violations.append(FieldViolation(field: field, reason: reason))
  }

  /// A code that stands in lists, links and logs: A-Z, a-z, 0-9 and what of `others` is allowed.
  mutating func code(_ field: String, _ text: String, max: Int, others: String = "-_.", isLower: Bool = false)
  {
    if text.isEmpty { return refuse(field, .required) }
    if text.utf8.count > max { return refuse(field, .tooLong) }
    let isCode = text.utf8.allSatisfy { byte in
      isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        || (!isLower && (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)) || others.utf8.contains(byte)
    }
    if !isCode { refuse(field, .character) }
  }

  /// One line for people.
  mutating func line(_ field: String, _ text: String, max: Int) {
    if text.utf8.count > max { return refuse(field, .tooLong) }
    // C0 controls and DEL: a line's end among them. The list columns of the journal end their lines so too.
    if text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) { refuse(field, .multiLine) }
  }

  mutating func name(
    _ field: String, _ name: LocalizedName, max: Int = ValueCheck.nameBytesMax, isRequired: Bool = false
  ) {
    if isRequired && name.persian.isEmpty && name.english.isEmpty { return refuse(field, .required) }
    for language in Language.allCases { line(field, name[language], max: max) }
  }

  mutating func range<N: Comparable>(_ field: String, _ number: N, _ range: ClosedRange<N>) {
    if !range.contains(number) { refuse(field, .range) }
  }

  /// Does any value stand in the list twice?
  mutating func different<T: Hashable>(_ field: String, _ list: [T]) {
    if Set(list).count < list.count { refuse(field, .duplicate) }
  }

  mutating func count(_ field: String, _ count: Int, max: Int) -> Bool {
    if count > max { refuse(field, .tooLong) }
    return count <= max
  }

  /// Spans of weekdays: within a day, without overlap.
  mutating func hours(_ field: String, _ hours: [WeeklyHours]) {
    guard count(field, hours.count, max: 56) else { return }
    for (index, span) in hours.enumerated() {
      let place = "\(field)[\(index)]"
      if !(1...7).contains(span.weekday) { refuse("\(place).weekday", .range) }
      if span.until > 1_440 || span.from >= span.until { refuse("\(place).until", .range) }
      if hours[..<index].contains(where: {
        $0.weekday == span.weekday && $0.from < span.until && span.from < $0.until
      }) {
        refuse(place, .overlap)
      }
    }
  }
}
