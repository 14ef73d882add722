/// A decimal number as typed in a form.
enum DecimalNumber {
  /// Is it a sign or none, digits of Latin, Persian or Arabic, and a fraction or none behind "." or "٫"?
  ///
  /// Outer blanks and marks without width do not matter.
  static func isValid(_ typed: Span<UInt8>) -> Bool {
    var scan = Scan()
    var index = 0
    while index < typed.count {
      guard scan.takes(TypedCharacter.next(in: typed, at: &index)) else { return false }
    }
    return scan.isComplete
  }

  private struct Scan {
    private enum Place {
      case start, sign, whole, point, fraction, end
    }
    private var place = Place.start

    var isComplete: Bool { place == .whole || place == .fraction || place == .end }

    mutating func takes(_ character: TypedCharacter) -> Bool {
      switch (place, character) {
      case (_, .format), (.start, .blank), (.end, .blank): break
      case (.start, .hyphen), (.start, .ascii(UInt8(ascii: "+"))): place = .sign
      case (.whole, .decimalSeparator), (.whole, .ascii(UInt8(ascii: "."))): place = .point
      case (.whole, .blank), (.fraction, .blank): place = .end
      case (.start, .ascii(let byte)) where isDigit(byte): place = .whole
      case (.sign, .ascii(let byte)) where isDigit(byte): place = .whole
      case (.point, .ascii(let byte)) where isDigit(byte): place = .fraction
      case (.whole, .ascii(let byte)) where isDigit(byte): break
      case (.fraction, .ascii(let byte)) where isDigit(byte): break
      default: return false
      }
      return true
    }
  }
}
