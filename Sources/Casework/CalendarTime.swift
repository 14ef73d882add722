/// An ISO 8601 date, or date and time with an offset, as typed in a form.
enum CalendarTime {
  /// Longest form that is read: `2025-03-21T23:59:59.123456789+03:30` has 35 characters.
  private static let capacity = 40

  /// Is it `YYYY-MM-DD`, or that with `THH:MM`, seconds and fraction or none, and `Z` or an offset, and a real date?
  ///
  /// Years before 1583 are refused: ISO 8601 takes them by agreement only, and in a form they are Jalali dates that
  /// were typed as if Gregorian. Outer blanks and marks without width do not matter.
  static func isValid(_ typed: Span<UInt8>) -> Bool {
    guard let text = plain(typed) else { return false }
    var cursor = Cursor(text: text)
    guard let year = cursor.number(4), cursor.take("-"), let month = cursor.number(2), cursor.take("-"),
      let day = cursor.number(2), year >= 1583, (1...12).contains(month),
      (1...days(inMonth: month, of: year)).contains(day)
    else { return false }
    return cursor.isAtEnd || isTime(&cursor)
  }

  private static func isTime(_ cursor: inout Cursor) -> Bool {
    guard cursor.take("T") || cursor.take("t"), let hour = cursor.number(2), hour < 24, cursor.take(":"),
      let minute = cursor.number(2), minute < 60
    else { return false }
    if cursor.take(":") {
      guard let second = cursor.number(2), second < 60 else { return false }
      if cursor.take("."), !cursor.skipDigits() { return false }
    }
    return isOffset(&cursor) && cursor.isAtEnd
  }

  private static func isOffset(_ cursor: inout Cursor) -> Bool {
    if cursor.take("Z") || cursor.take("z") { return true }
    guard cursor.take("+") || cursor.take("-"), let hours = cursor.number(2), cursor.take(":"),
      let minutes = cursor.number(2)
    else { return false }
    // The offsets of the world's time zones reach from -12:00 to +14:00.
    return minutes < 60 && hours * 60 + minutes <= 14 * 60
  }

  private static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }

  /// The text in ASCII with "-" for every hyphen, without outer blanks; nil where another character stands in it.
  private static func plain(_ typed: Span<UInt8>) -> [UInt8]? {
    var text: [UInt8] = []
    text.reserveCapacity(capacity)
    var hasEnded = false
    var index = 0
    while index < typed.count {
      switch TypedCharacter.next(in: typed, at: &index) {
      case .format: continue
      case .blank: hasEnded = !text.isEmpty
      case .ascii(let byte) where !hasEnded && text.count < capacity: text.append(byte)
      case .hyphen where !hasEnded && text.count < capacity: text.append(UInt8(ascii: "-"))
      default: return nil
      }
    }
    return text
  }

  private struct Cursor {
    let text: [UInt8]
    private var position = 0

    init(text: [UInt8]) { self.text = text }

    var isAtEnd: Bool { position == text.count }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard position < text.count, text[position] == UInt8(ascii: character) else { return false }
      position += 1
      return true
    }

    mutating func number(_ digits: Int) -> Int? {
      guard position + digits <= text.count else { return nil }
      var value = 0
      for byte in text[position..<position + digits] {
        guard isDigit(byte) else { return nil }
        value = value * 10 + Int(byte - UInt8(ascii: "0"))
      }
      position += digits
      return value
    }

    /// Moves behind one or more digits; false where there is none.
    mutating func skipDigits() -> Bool {
      let start = position
      while position < text.count, isDigit(text[position]) { position += 1 }
      return position > start
    }
  }
}
