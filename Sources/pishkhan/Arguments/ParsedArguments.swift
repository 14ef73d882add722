/// The words of a command line, sorted.
struct ParsedArguments: Sendable, Equatable {
  private(set) var operands: [String] = []
  private var values: [String: [String]] = [:]

  init() {}

  mutating func append(operand: String) {
    operands.append(operand)
  }

  mutating func append(_ value: String, to flag: Flag) {
    values[flag.name, default: []].append(value)
  }

  func replacingOperands(by operands: [String]) -> ParsedArguments {
    var copy = self
    copy.operands = operands
    return copy
  }

  func isGiven(_ flag: Flag) -> Bool { values[flag.name] != nil }

  /// The flag's value; nil where it was not given.
  subscript(flag: Flag) -> String? { values[flag.name]?.last }

  /// The operand with that position, from 0; nil where there is none.
  func operand(_ position: Int) -> String? {
    operands.indices.contains(position) ? operands[position] : nil
  }

  func all(_ flag: Flag) -> [String] { values[flag.name] ?? [] }

  /// The flag's value as a number in Latin or Persian digits; nil where it was not given.
  func number(_ flag: Flag, in range: ClosedRange<UInt32>) throws(UsageError) -> UInt32? {
    guard let typed = self[flag] else { return nil }
    guard let number = wholeNumber(typed), range.contains(number) else {
      throw UsageError(.numberExpected, flag.name, String(range.lowerBound), String(range.upperBound), typed)
    }
    return number
  }
}

/// A number without sign, in Latin, Persian or Arabic-Indic digits. Nil for anything else and beyond 32 bits.
func wholeNumber(_ typed: String) -> UInt32? {
  guard !typed.isEmpty else { return nil }
  var number: UInt32 = 0
  for scalar in typed.unicodeScalars {
    let digit: UInt32
    switch scalar.value {
    case 0x30...0x39: digit = scalar.value - 0x30
    case 0x06F0...0x06F9: digit = scalar.value - 0x06F0
    case 0x0660...0x0669: digit = scalar.value - 0x0660
    default: return nil
    }
    let (tens, tooManyTens) = number.multipliedReportingOverflow(by: 10)
    let (sum, tooMuch) = tens.addingReportingOverflow(digit)
    guard !tooManyTens && !tooMuch else { return nil }
    number = sum
  }
  return number
}
