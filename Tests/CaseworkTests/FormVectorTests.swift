import Casework
import TestSupport
import Testing

/// One case of Tests/Data/forms.tsv.
struct FormVector: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let form: [FormValue]
  /// The attributes that were asked; nil: a submission.
  let asked: [String]?
  /// `path:word` of each fault.
  let expected: [String]

  /// - Returns: nil for a line that defines an attribute.
  init?(_ columns: [String]) {
    testDescription = columns.joined(separator: " ")
    switch columns[0] {
    case "value":
      var form = FormVector.form("\(columns[1])=\(columns[2])")
      if columns[1] != "postal_code" { form += FormVector.form("postal_code=16197-35744") }
      (self.form, asked) = (form, nil)
      expected = columns[3] == "valid" ? [] : ["form.\(columns[1]):\(columns[3])"]
    case "form": (form, asked, expected) = (FormVector.form(columns[1]), nil, FormVector.faults(columns[2]))
    case "answers":
      (form, asked) = (FormVector.form(columns[2]), VectorFile.parts(columns[1], ","))
      expected = FormVector.faults(columns[3])
    case "attribute": return nil
    default: preconditionFailure("forms.tsv: no such kind of line: \(columns)")
    }
  }

  static func all() throws -> [FormVector] { try VectorFile("forms.tsv").lines.compactMap(FormVector.init) }

  static func definition() throws -> ServiceDefinition {
    ServiceDefinition(
      number: 1, code: "all-types", version: 1, agencyId: "city", name: LocalizedName(),
      attributes: try VectorFile("forms.tsv").lines.filter { $0[0] == "attribute" }.map(attribute))
  }

  private static func attribute(_ columns: [String]) -> Attribute {
    guard let type = AttributeType(rawValue: columns[2]) else {
      preconditionFailure("forms.tsv: no such type: \(columns)")
    }
    return Attribute(
      code: columns[1], type: type, format: AttributeFormat(rawValue: columns[3]),
      isRequired: columns[4] == "required", allowedValues: VectorFile.parts(columns[5], "|"),
      lengthMax: columns.count > 6 ? UInt32(columns[6]) ?? 0 : 0)
  }

  private static func form(_ column: String) -> [FormValue] {
    let pairs = column.split(separator: ";")
    return pairs.map { pair in
      let sides = pair.split(separator: "=", omittingEmptySubsequences: false)
      let values = sides[1].isEmpty ? [""] : sides[1] == "none" ? [] : VectorFile.parts(sides[1], "|")
      return FormValue(attribute: VectorFile.plain(sides[0]), values: values)
    }
  }

  private static func faults(_ column: String) -> [String] {
    column == "valid" ? [] : VectorFile.parts(column, ",")
  }
}

@Suite("The words of what is wrong")
struct FieldWordTests {
  @Test("and their sentences are those of the file that the library is held against")
  func agree() throws {
    let lines = try VectorFile("field_words.tsv").lines
    let own = FieldReason.allCases.map { [$0.rawValue, $0.sentence(.english), $0.sentence(.persian)] }
    #expect(own == lines)
  }
}

@Suite("The check of a form, by the vectors of server and library")
struct FormVectorTests {
  @Test("finds exactly what is wrong", arguments: try FormVector.all())
  func judges(_ vector: FormVector) throws {
    let definition = try FormVector.definition()
    let violations =
      if let asked = vector.asked {
        FormCheck.violations(ofAnswers: vector.form, to: asked, against: definition)
      } else {
        FormCheck.violations(of: vector.form, against: definition)
      }
    #expect(violations.map { "\($0.field):\($0.reason.rawValue)" } == vector.expected)
  }
}
