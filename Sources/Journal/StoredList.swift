import Casework

/// How short lists stand in one column: a line an element.
enum StoredList {
  static func text(_ words: [String]) -> String { words.joined(separator: "\n") }

  static func words(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }

  static func text(_ channels: [Channel]) -> String { text(channels.map { String($0.rawValue) }) }

  static func text(_ hours: [WeeklyHours]) -> String {
    text(hours.map { "\($0.weekday) \($0.from) \($0.until)" })
  }

  static func text(_ hours: [DayHours]) -> String { text(hours.map { "\($0.from) \($0.until)" }) }
}

extension Statement {
  func words(_ column: Int32) -> [String] { StoredList.words(text(column)) }

  /// - Throws: `damaged` where a word is no channel's number.
  func channels(_ column: Int32) throws(JournalError) -> [Channel] {
    var channels: [Channel] = []
    for word in words(column) {
      guard let channel = UInt8(word).flatMap(Channel.init) else { throw damaged("a channel does not exist") }
      channels.append(channel)
    }
    return channels
  }

  /// - Throws: `damaged` where they are not three numbers each.
  func weeklyHours(_ column: Int32) throws(JournalError) -> [WeeklyHours] {
    let numbers = try numbers(column, inGroupsOf: 3)
    var hours: [WeeklyHours] = []
    hours.reserveCapacity(numbers.count / 3)
    for start in stride(from: 0, to: numbers.count, by: 3) {
      guard let weekday = UInt8(exactly: numbers[start]) else {
        throw damaged("a weekday is out of its range")
      }
      hours.append(WeeklyHours(weekday: weekday, from: numbers[start + 1], until: numbers[start + 2]))
    }
    return hours
  }

  /// - Throws: `damaged` where they are not two numbers each.
  func dayHours(_ column: Int32) throws(JournalError) -> [DayHours] {
    let numbers = try numbers(column, inGroupsOf: 2)
    return stride(from: 0, to: numbers.count, by: 2)
      .map { DayHours(from: numbers[$0], until: numbers[$0 + 1]) }
  }

  /// Reads the bytes alone: thousands of offices have a dozen spans each, and texts would be made of every number.
  private func numbers(_ column: Int32, inGroupsOf size: Int) throws(JournalError) -> [UInt16] {
    var numbers: [UInt16] = []
    var number: UInt32 = 0
    var digits = 0
    for byte in blob(column) {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9") where digits < 5:
        number = number * 10 + UInt32(byte - UInt8(ascii: "0"))
        digits += 1
      case UInt8(ascii: " ") where digits > 0, UInt8(ascii: "\n") where digits > 0:
        numbers.append(UInt16(clamping: number))
        (number, digits) = (0, 0)
      default: throw damaged("hours can't be read")
      }
    }
    if digits > 0 { numbers.append(UInt16(clamping: number)) }
    guard numbers.count % size == 0 else { throw damaged("hours can't be read") }
    return numbers
  }

  func localizedName(_ column: Int32) -> LocalizedName {
    LocalizedName(persian: text(column), english: text(column + 1))
  }

  func bind(_ index: Int32, _ name: LocalizedName) {
    bind(index, name.persian)
    bind(index + 1, name.english)
  }

  func bind(_ index: Int32, _ number: UInt32) { bind(index, Int64(number)) }
}
