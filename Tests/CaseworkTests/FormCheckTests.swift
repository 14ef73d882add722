import Casework
import Testing

@Suite("The check of a form")
struct FormCheckTests {
  static let definition = ServiceDefinition(
    number: 1, code: "all-types", version: 1, agencyId: "city",
    name: LocalizedName(persian: "همه", english: "All types"),
    attributes: [
      Attribute(code: "line", type: .string),
      Attribute(code: "story", type: .text),
      Attribute(code: "count", type: .number),
      Attribute(code: "day", type: .datetime),
      Attribute(code: "one", type: .singleValueList, allowedValues: ["A", "B"]),
      Attribute(code: "many", type: .multiValueList, allowedValues: ["A", "B", "C"]),
      Attribute(code: "photo", type: .file),
      Attribute(
        code: "postal_code", type: .string, format: .postalCode, isRequired: true,
        label: LocalizedName(persian: "کد پستی", english: "Postal code")),
    ])
  static let postalCode = FormValue(attribute: "postal_code", values: ["16197-35744"])

  static func words(_ violations: [FieldViolation]) -> [String] {
    violations.map { "\($0.field) \($0.reason.rawValue)" }
  }

  @Test(
    "takes or refuses a value by its attribute's type",
    arguments: [
      ("line", ["one line"], nil),
      ("line", ["two\nlines"], .multiLine),
      ("line", ["a", "b"], .singleValue),
      ("line", [String(repeating: "x", count: 1_024)], nil),
      ("line", [String(repeating: "x", count: 1_025)], .tooLong),
      ("story", ["two\nlines"], nil),
      ("story", [String(repeating: "ب", count: 4_096)], nil),
      ("story", [String(repeating: "ب", count: 4_097)], .tooLong),
      ("one", ["A"], nil), ("one", ["a"], .notInList), ("one", ["A", "B"], .singleValue),
      ("many", ["C", "A"], nil), ("many", ["A", "D"], .notInList), ("many", ["A", "B", "A"], .duplicate),
      ("many", ["A", ""], .notInList),
      ("photo", ["leak.jpg"], .unknown), ("photo", ["00112233445566778899aabbccddeeff"], nil),
      ("photo", [""], nil), ("photo", [], nil),
      ("postal_code", ["1619735742"], .digit), ("postal_code", ["161973574"], .length),
      ("postal_code", ["x619735744"], .character), ("postal_code", ["1111735744"], .repeatedDigit),
      ("postal_code", ["\u{200C} "], .required), ("postal_code", [], .required),
      ("line", [], nil), ("count", [" "], nil),
      ("unheard", ["x"], .unknown),
    ] as [(String, [String], FieldReason?)])
  func checksByType(_ attribute: String, _ values: [String], _ reason: FieldReason?) {
    var form = [FormValue(attribute: attribute, values: values)]
    if attribute != "postal_code" { form.append(FormCheckTests.postalCode) }
    let expected = reason.map { ["form.\(attribute) \($0.rawValue)"] } ?? []
    #expect(
      FormCheckTests.words(FormCheck.violations(of: form, against: FormCheckTests.definition)) == expected)
  }

  @Test(
    "takes numbers of both scripts",
    arguments: [
      "0", "12", "-5", "+5", "35.7000", "۳۵٫۷", "٣٥٫٧", "۱۲.۵", " 7 ", "\u{200F}−7", "007",
    ])
  func takesNumber(_ typed: String) {
    #expect(reasons(of: typed, for: "count").isEmpty)
  }

  @Test(
    "refuses what is no decimal number",
    arguments: [
      "x", "-", "1-", "1.", ".5", "1.2.3", "1٫2٫3", "1e5", "0x10", "1,000", "1 2", "NaN", "--1", "+-1", "۱۲آ",
      "٫",
    ])
  func refusesNumber(_ typed: String) {
    #expect(reasons(of: typed, for: "count") == [.notANumber])
  }

  @Test(
    "takes real dates, and times with an offset",
    arguments: [
      "2025-03-21", "2024-02-29", "2000-02-29", "۲۰۲۵-۰۳-۲۱", " 2025-03-21 ", "2025-03-21T10:00Z",
      "2025-03-21T10:00:59+03:30", "2025-03-21T23:59:59.123456789-12:00", "2025-03-21t10:00z", "2025‑03‑21",
    ])
  func takesDate(_ typed: String) {
    #expect(reasons(of: typed, for: "day").isEmpty)
  }

  @Test(
    "refuses days that never were and times without an offset",
    arguments: [
      "2025-02-29", "1900-02-29", "2025-04-31", "2025-13-01", "2025-00-10", "2025-01-00", "2025-1-1",
      "20250321",
      "1404-01-01", "2025-03-21T10:00", "2025-03-21T24:00Z", "2025-03-21T10:60Z", "2025-03-21T10:00:60Z",
      "2025-03-21T10:00:00.Z", "2025-03-21T10:00+14:01", "2025-03-21T10:00+3:30", "2025-03-21 10:00Z",
      "2025-03-21T10:00Zx", "2025-03-21T", "yesterday", "2025-03-21T23:59:59.1234567891234567-12:00",
    ])
  func refusesDate(_ typed: String) {
    #expect(reasons(of: typed, for: "day") == [.notADate])
  }

  private func reasons(of typed: String, for attribute: String) -> [FieldReason] {
    let form = [FormValue(attribute: attribute, values: [typed]), FormCheckTests.postalCode]
    return FormCheck.violations(of: form, against: FormCheckTests.definition).map(\.reason)
  }

  @Test("tells everything that is wrong at once")
  func tellsAll() {
    let form = [
      FormValue(attribute: "count", values: ["many"]),
      FormValue(attribute: "count", values: ["1"]),
      FormValue(attribute: "colour", values: ["red"]),
      FormValue(attribute: String(repeating: "c", count: 65), values: ["x"]),
      FormValue(attribute: "photo", values: ["jpeg"]),
    ]
    #expect(
      FormCheckTests.words(FormCheck.violations(of: form, against: FormCheckTests.definition)) == [
        "form.count not_a_number", "form.count duplicate", "form.colour unknown", "form too_long",
        "form.photo unknown", "form.postal_code required",
      ])
  }

  @Test("stops at its limit, however much is wrong")
  func isBounded() {
    let form = (0..<100_000).map { FormValue(attribute: "a\($0)", values: []) }
    let violations = FormCheck.violations(of: form, against: FormCheckTests.definition)
    #expect(violations.count == FormCheck.violationsMax)
  }

  @Test("an answer holds what was asked and nothing else")
  func checksAnswers() {
    let answers = [
      FormValue(attribute: "line", values: ["x"]),
      FormValue(attribute: "count", values: [""]),
    ]
    let violations = FormCheck.violations(
      ofAnswers: answers, to: ["count", "day"], against: FormCheckTests.definition)
    #expect(
      FormCheckTests.words(violations) == [
        "answers.line not_asked", "answers.count required", "answers.day required",
      ])
    let good = [
      FormValue(attribute: "day", values: ["2025-03-21"]), FormValue(attribute: "count", values: ["۳"]),
    ]
    #expect(
      FormCheck.violations(ofAnswers: good, to: ["count", "day"], against: FormCheckTests.definition).isEmpty)
  }

  @Test("a required file needs an id")
  func requiredFile() {
    var definition = FormCheckTests.definition
    definition.attributes = [Attribute(code: "plan", type: .file, isRequired: true)]
    for form in [[], [FormValue(attribute: "plan", values: [])]] {
      #expect(
        FormCheckTests.words(FormCheck.violations(of: form, against: definition)) == ["form.plan required"])
    }
  }
}

@Suite("A field violation")
struct FieldViolationTests {
  @Test("names the field by its label, or by its code where it has none")
  func namesField() {
    let labelled = FieldViolation(
      field: "form.postal_code", reason: .digit,
      label: LocalizedName(persian: "کد پستی", english: "Postal code"))
    #expect(labelled.text(.english) == "Postal code: There is a digit that is never issued at its place.")
    #expect(labelled.text(.persian).hasPrefix("کد پستی: "))
    let bare = FieldViolation(field: "form.postal_code", reason: .required)
    #expect(bare.text(.english) == "postal_code: This is needed.")
    #expect(bare.text(.persian) == "\u{2068}postal_code\u{2069}: پر کردن این بخش لازم است.")
  }

  @Test("has a sentence of its own in both languages for every reason", arguments: Language.allCases)
  func hasSentences(_ language: Language) {
    let sentences = Set(FieldReason.allCases.map { $0.sentence(language) })
    #expect(sentences.count == FieldReason.allCases.count)
    #expect(sentences.allSatisfy { $0.hasSuffix(".") })
  }

  @Test("calls every fault of an identifier by the same word", arguments: IdentifierFault.allCases)
  func sameWord(_ fault: IdentifierFault) {
    #expect(FieldReason(fault).rawValue == fault.rawValue)
  }
}
