import Casework
import TestSupport
import Testing

/// One line of Tests/Data/identifiers.tsv.
struct IdentifierVector: Sendable, CustomTestStringConvertible {
  let format: AttributeFormat
  let typed: String
  let expected: String
  let note: String

  var testDescription: String { "\(format.rawValue) \(typed.debugDescription)" }

  static func all() throws -> [IdentifierVector] {
    let text = try contents(ofDataFile: "identifiers.tsv")
    let vectors = text.split(separator: "\n").dropFirst(2).map { line in
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard columns.count == 4, let format = AttributeFormat(rawValue: columns[0]) else {
        preconditionFailure("identifiers.tsv: four columns and a known kind are expected: \(line)")
      }
      return IdentifierVector(
        format: format, typed: unescaped(columns[1]), expected: columns[2], note: columns[3])
    }
    precondition(vectors.count > 80, "identifiers.tsv has lost its vectors")
    return vectors
  }

  /// Puts the code point in place of each `\uXXXX`.
  private static func unescaped(_ text: String) -> String {
    var parts = text.split(separator: "\\u", omittingEmptySubsequences: false).map(String.init)
    var result = parts.removeFirst()
    for part in parts {
      guard let scalar = UInt32(part.prefix(4), radix: 16).flatMap(Unicode.Scalar.init) else {
        preconditionFailure("identifiers.tsv: bad escape in \(text)")
      }
      result.unicodeScalars.append(scalar)
      result += part.dropFirst(4)
    }
    return result
  }
}
