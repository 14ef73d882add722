import Casework
import Testing

/// One line of Tests/Data/identifiers.tsv.
struct IdentifierVector: Sendable, CustomTestStringConvertible {
  let format: AttributeFormat
  let typed: String
  let expected: String
  let note: String

  var testDescription: String { "\(format.rawValue) \(typed.debugDescription)" }

  static func all() throws -> [IdentifierVector] {
    try VectorFile("identifiers.tsv").lines.map { columns in
      guard columns.count == 4, let format = AttributeFormat(rawValue: columns[0]) else {
        preconditionFailure("identifiers.tsv: four columns and a known kind are expected: \(columns)")
      }
      return IdentifierVector(
        format: format, typed: VectorFile.plain(columns[1]), expected: columns[2], note: columns[3])
    }
  }
}
