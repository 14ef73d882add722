/// How many working minutes lie before a day: whole weeks are multiplied, and the days that differ corrected by a sum that
/// is kept beside each. A due time months ahead costs as much as one of tomorrow.
struct CumulativeMinutes: Sendable {
  /// Minutes of the week before each weekday, Saturday first, and of the whole week last.
  private let ofWeek: [Int64]
  /// The days that differ, in order.
  private let days: [Int64]
  /// How many minutes the days before each differ from the week's, all together.
  private let corrections: [Int64]

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
  }

  /// Working minutes before a day, counted from the Saturday before 1970.
  func before(_ day: Int64) -> Int64 {
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
