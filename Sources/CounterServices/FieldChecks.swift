import CProtobufC
import Casework
import Glibc
import Journal

/// Collects everything that is wrong with a message, so that it comes back together.
struct FieldChecks {
  static let nameBytesMax = 256
  static let noteBytesMax = 8_192
  static let questionBytesMax = 2_048
  static let reasonCodeBytesMax = 64

  private(set) var violations: [FieldViolation] = []

  mutating func refuse(_ field: String, _ reason: FieldReason) {
    guard violations.count < FormCheck.violationsMax else { return }
    violations.append(FieldViolation(field: field, reason: reason))
  }

  mutating func append(_ more: [FieldViolation]) {
    violations.append(contentsOf: more.prefix(FormCheck.violationsMax - violations.count))
  }

  func throwIfAny() throws(Refusal) {
    if !violations.isEmpty { throw .fields(violations) }
  }

  /// A client's 16 bytes.
  mutating func idempotencyKey(_ data: ProtobufCBinaryData, scope: Int64) -> IdempotencyKey? {
    if data.len == 0 {
      refuse("idempotency_key", .required)
      return nil
    }
    let key = IdempotencyKey(scope: scope, bytes: UnsafeRawBufferPointer(start: data.data, count: data.len))
    if key == nil { refuse("idempotency_key", .length) }
    return key
  }

  mutating func version(_ version: UInt32) {
    if version == 0 { refuse("expected_version", .required) }
  }

  /// An identifier in its one form; empty where it may be and is.
  mutating func identifier(
    _ field: String, _ text: UnsafePointer<CChar>, _ format: AttributeFormat, isRequired: Bool
  ) -> String {
    if text.pointee == 0 {
      if isRequired { refuse(field, .required) }
      return ""
    }
    do throws(IdentifierFault) {
      return try format.normalise(bytes(of: text).span).string
    } catch {
      refuse(field, FieldReason(error))
      return ""
    }
  }

  /// One line, as typed.
  mutating func line(_ field: String, _ text: UnsafePointer<CChar>, max: Int) -> String {
    if strpbrk(text, "\r\n") != nil { refuse(field, .multiLine) }
    return self.text(field, text, max: max)
  }

  /// Free text, as typed.
  mutating func text(_ field: String, _ text: UnsafePointer<CChar>, max: Int) -> String {
    guard strlen(text) <= max else {
      refuse(field, .tooLong)
      return ""
    }
    return String(cString: text)
  }

  /// A reason code: A-Z, 0-9 and _; empty where it is.
  mutating func reasonCode(_ field: String, _ text: UnsafePointer<CChar>) -> String {
    let reason = line(field, text, max: Self.reasonCodeBytesMax)
    let isCode = reason.utf8.allSatisfy { byte in
      (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
    }
    if !isCode { refuse(field, .character) }
    return reason
  }
}
