/// Checks what was filled in against a service's form and tells everything that is wrong at once.
public struct FormCheck {
  /// Longest code of an attribute in bytes.
  public static let codeBytesMax = 64
  /// Longest value of type string in bytes; also of number, datetime and the list types.
  public static let lineBytesMax = 1_024
  /// Longest value of type text in bytes.
  public static let textBytesMax = 8_192
  /// Most violations that are told together: they travel in a trailer, whose size peers limit (8 KiB is common).
  public static let violationsMax = 16

  private let definition: ServiceDefinition
  private let fieldPrefix: String
  /// The attributes that are asked, and no others; nil: those of the whole form.
  private let asked: [String]?
  private var violations: [FieldViolation] = []

  /// What is wrong with the form of a submission; empty when nothing is.
  ///
  /// - Returns: at most `violationsMax` violations: those of given values in their order, then what is missing.
  public static func violations(
    of form: [FormValue], against definition: ServiceDefinition
  ) -> [FieldViolation] {
    var check = FormCheck(definition: definition, fieldPrefix: "form", asked: nil)
    check.run(form)
    return check.violations
  }

  /// What is wrong with the citizen's answers to an agency's questions: each attribute that was asked needs a value,
  /// and no other is taken.
  public static func violations(
    ofAnswers answers: [FormValue], to asked: [String], against definition: ServiceDefinition
  ) -> [FieldViolation] {
    var check = FormCheck(definition: definition, fieldPrefix: "answers", asked: asked)
    check.run(answers)
    return check.violations
  }

  /// Whether a value says anything: what was left empty is not kept.
  public static func isGiven(_ value: FormValue) -> Bool { !value.values.allSatisfy(isBlank) }

  /// Longest value of an attribute in bytes: the type's limit, or a lower one that string and text may set.
  private static func bytesMax(of attribute: Attribute) -> Int {
    let limit = attribute.type == .text ? textBytesMax : lineBytesMax
    guard attribute.type == .text || attribute.type == .string, attribute.lengthMax > 0 else { return limit }
    return min(limit, Int(attribute.lengthMax))
  }

  private init(definition: ServiceDefinition, fieldPrefix: String, asked: [String]?) {
    self.definition = definition
    self.fieldPrefix = fieldPrefix
    self.asked = asked
  }

  private var isFull: Bool { violations.count >= FormCheck.violationsMax }

  private mutating func run(_ form: [FormValue]) {
    let attributes = definition.attributes
    var given = [Bool](repeating: false, count: attributes.count)
    for value in form {
      guard !isFull else { return }
      guard let index = knownIndex(value.attribute) else { continue }
      if given[index] {
        add(.duplicate, attributes[index])
      } else {
        given[index] = true
        check(value.values, of: attributes[index])
      }
    }
    for index in attributes.indices where !given[index] && isNeeded(attributes[index]) && !isFull {
      add(.required, attributes[index])
    }
  }

  private func isNeeded(_ attribute: Attribute) -> Bool {
    asked?.contains(attribute.code) ?? attribute.isRequired
  }

  private mutating func knownIndex(_ code: String) -> Int? {
    guard code.utf8.count <= FormCheck.codeBytesMax else {
      violations.append(FieldViolation(field: fieldPrefix, reason: .tooLong))
      return nil
    }
    guard let index = definition.attributes.firstIndex(where: { $0.code == code }) else {
      // Only a plain code is named: what else was typed there goes to no terminal and no log.
      let isPlain = code.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
      violations.append(
        FieldViolation(field: isPlain ? "\(fieldPrefix).\(code)" : fieldPrefix, reason: .unknown))
      return nil
    }
    if let asked, !asked.contains(code) {
      add(.notAsked, definition.attributes[index])
      return nil
    }
    return index
  }

  private mutating func add(_ reason: FieldReason, _ attribute: Attribute) {
    violations.append(
      FieldViolation(field: "\(fieldPrefix).\(attribute.code)", reason: reason, label: attribute.label))
  }

  private mutating func check(_ values: [String], of attribute: Attribute) {
    let limit = FormCheck.bytesMax(of: attribute)
    guard values.allSatisfy({ $0.utf8.count <= limit }) else { return add(.tooLong, attribute) }
    // An attribute that was left empty counts as not given, however the client says so.
    guard !values.allSatisfy(isBlank) else {
      if isNeeded(attribute) { add(.required, attribute) }
      return
    }
    if attribute.type == .multiValueList {
      if let reason = fault(ofList: values, attribute) { add(reason, attribute) }
    } else if values.count > 1 {
      add(.singleValue, attribute)
    } else if let reason = fault(of: values[0], attribute) {
      add(reason, attribute)
    }
  }

  /// The first fault of a multi-value list. It reads at most one value more than there are different ones.
  private func fault(ofList values: [String], _ attribute: Attribute) -> FieldReason? {
    for (index, value) in values.enumerated() {
      guard attribute.allowedValues.contains(value) else { return .notInList }
      guard !values[..<index].contains(value) else { return .duplicate }
    }
    return nil
  }

  private func fault(of value: String, _ attribute: Attribute) -> FieldReason? {
    switch attribute.type {
    case .string:
      if let format = attribute.format { return fault(of: value, format) }
      return value.utf8.contains(where: isLineEnd) ? .multiLine : nil
    case .text: return nil
    case .number: return DecimalNumber.isValid(value.utf8.span) ? nil : .notANumber
    case .datetime: return CalendarTime.isValid(value.utf8.span) ? nil : .notADate
    case .singleValueList, .multiValueList: return attribute.allowedValues.contains(value) ? nil : .notInList
    // Whether it is a file of the caller's, and what it holds, is not the form's to say.
    case .file: return AttachmentId(hexadecimal: value) == nil ? .unknown : nil
    }
  }

  private func fault(of value: String, _ format: AttributeFormat) -> FieldReason? {
    do throws(IdentifierFault) {
      _ = try format.normalise(value.utf8.span)
      return nil
    } catch {
      return FieldReason(error)
    }
  }
}

private func isLineEnd(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
}

/// Does a text hold nothing but blanks and marks without width?
private func isBlank(_ text: String) -> Bool {
  let bytes = text.utf8.span
  var index = 0
  while index < bytes.count {
    switch TypedCharacter.next(in: bytes, at: &index) {
    case .blank, .format: continue
    default: return false
    }
  }
  return true
}
