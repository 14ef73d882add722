/// How many working minutes lie before a day. A due time months ahead costs as much as one of tomorrow: around the days that
/// differ the sums stand in a table; elsewhere whole weeks are multiplied.
struct CumulativeMinutes: Sendable {
  /// Most days in the table.
  private static let tableMax: Int64 = 4_096
  /// Days in the table before the first day that differs, and after the last.
  private static let margin: Int64 = 400

  /// Minutes of the week before each weekday, Saturday first, and of the whole week last.
  private let ofWeek: [Int64]
  /// The days that differ, in order.
  private let days: [Int64]
  /// How many minutes the days before each differ from the week's, all together.
  private let corrections: [Int64]
  /// What lies before `tableStart` and before each day after it.
  private var table: [Int64] = []
  private var tableStart: Int64 = 0

  init(week: [[DayHours]], days: [CivilDay], exceptions: [[DayHours]]) {
    var ofWeek: [Int64] = [0]
    for hours in week { ofWeek.append(ofWeek[ofWeek.count - 1] + minutes(hours)) }
    var corrections: [Int64] = [0]
    for (day, hours) in zip(days, exceptions) {
      let usual = minutes(week[Int(day.weekday) - 1])
      corrections.append(corrections[corrections.count - 1] + minutes(hours) - usual)
    }
    self.ofWeek = ofWeek
    self.corrections = corrections
    self.days = days.map { Int64($0.number) }
    guard let first = self.days.first, let last = self.days.last else { return }
    let range = first - Self.margin...last + Self.margin
    guard range.count <= Self.tableMax else { return }
    let sums = range.map { reckoned($0) }
    tableStart = range.lowerBound
    table = sums
  }

  /// Working minutes before a day, counted from the Saturday before 1970.
  func before(_ day: Int64) -> Int64 {
    let place = day - tableStart
    return place >= 0 && place < table.count ? table[Int(place)] : reckoned(day)
  }

  private func reckoned(_ day: Int64) -> Int64 {
    let index = day + 5
    return floorDivide(index, 7) * ofWeek[7] + ofWeek[Int(floorModulo(index, 7))] + corrections[place(day)]
  }

  /// The first day at whose end this much was worked, not before `first`; nil beyond all reckoning.
  /// - Parameter goal: milliseconds, counted as `before` does.
  func day(reaching goal: Int64, from first: Int64) -> Int64? {
    func isReached(_ day: Int64) -> Bool { before(day + 1) * 60_000 >= goal }
    var low = first
    var step: Int64 = 1
    while !isReached(low + step) {
      low += step
      step *= 2
      if low > WorkingCalendar.timeLimit / dayMilliseconds { return nil }
    }
    // `low + step` reaches it. Nothing before `low` does, since working time only grows.
    var high = low + step
    while low < high {
      let middle = low + (high - low) / 2
      if isReached(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The index of a day that differs; nil for every other.
  func exception(_ day: Int64) -> Int? {
    let index = place(day)
    return index < days.count && days[index] == day ? index : nil
  }

  /// The number of differing days before a day.
  private func place(_ day: Int64) -> Int {
    var low = 0
    var high = days.count
    while low < high {
      let middle = (low + high) / 2
      if days[middle] < day { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

private func minutes(_ hours: [DayHours]) -> Int64 {
  hours.reduce(0) { $0 + Int64($1.until - $1.from) }
}
