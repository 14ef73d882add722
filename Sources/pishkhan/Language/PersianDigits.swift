/// Writes the Latin digits of a text as Persian ones (U+06F0 to U+06F9); all else stays.
func persianDigits(_ text: String) -> String {
  var result = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    guard (0x30...0x39).contains(scalar.value), let digit = Unicode.Scalar(scalar.value - 0x30 + 0x06F0)
    else {
      result.append(scalar)
      continue
    }
    result.append(digit)
  }
  return String(result)
}

/// Puts a separator between groups of three digits, counted from the end.
func grouped(_ number: Int64, separator: Character) -> String {
  let digits = String(number.magnitude)
  var result = number < 0 ? "-" : ""
  for (index, digit) in digits.enumerated() {
    if index > 0 && (digits.count - index) % 3 == 0 { result.append(separator) }
    result.append(digit)
  }
  return result
}
