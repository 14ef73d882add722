import TestSupport

/// The lines of a file of Tests/Data, columns with tabs between, which the C library's tests read too.
///
/// In a column `\uXXXX` is a code point, and `{N}` stands for N times the character behind it.
struct VectorFile {
  /// Columns as they stand in the file, without comments and heading.
  let lines: [[String]]

  init(_ name: String) throws {
    lines = try contents(ofDataFile: name).split(separator: "\n").filter { !$0.hasPrefix("#") }.dropFirst()
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    precondition(lines.count > 20, "\(name) has lost its vectors")
  }

  /// A column with characters in place of escapes.
  static func plain(_ column: some StringProtocol) -> String {
    var scalars = Substring(column).unicodeScalars
    var result = String.UnicodeScalarView()
    while var scalar = scalars.popFirst() {
      var count = 1
      if scalar == "{" {
        let digits = scalars.prefix { $0 != "}" }
        guard let number = Int(String(digits)) else { preconditionFailure("bad repetition in \(column)") }
        count = number
        scalars = scalars.dropFirst(digits.count + 1)
        scalar = scalars.removeFirst()
      }
      if scalar == "\\" {
        let digits = scalars.dropFirst().prefix(4)
        guard let escaped = UInt32(String(digits), radix: 16).flatMap(Unicode.Scalar.init) else {
          preconditionFailure("bad escape in \(column)")
        }
        scalar = escaped
        scalars = scalars.dropFirst(5)
      }
      result.append(contentsOf: repeatElement(scalar, count: count))
    }
    return String(result)
  }

  /// A column taken apart at a separator; an empty one has no part.
  static func parts(_ column: some StringProtocol, _ separator: Character) -> [String] {
    column.isEmpty
      ? [] : String(column).split(separator: separator, omittingEmptySubsequences: false).map(plain)
  }
}
