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

  /// - Throws: `damaged` where a line is not three numbers.
  func weeklyHours(_ column: Int32) throws(JournalError) -> [WeeklyHours] {
    var hours: [WeeklyHours] = []
    for line in try numbers(column, of: 3) {
      guard let weekday = UInt8(exactly: line[0]) else { throw damaged("a weekday is out of its range") }
      hours.append(WeeklyHours(weekday: weekday, from: line[1], until: line[2]))
    }
    return hours
  }

  /// - Throws: `damaged` where a line is not two numbers.
  func dayHours(_ column: Int32) throws(JournalError) -> [DayHours] {
    try numbers(column, of: 2).map { DayHours(from: $0[0], until: $0[1]) }
  }

  private func numbers(_ column: Int32, of count: Int) throws(JournalError) -> [[UInt16]] {
    var lines: [[UInt16]] = []
    for line in words(column) {
      let numbers = line.split(separator: " ").compactMap { UInt16($0) }
      guard numbers.count == count else { throw damaged("hours can't be read") }
      lines.append(numbers)
    }
    return lines
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
