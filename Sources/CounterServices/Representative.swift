import Casework
import Messages

/// Who acts for the citizen, as a submission names them.
struct Representative {
  static let documentBytesMax = 256

  let representation: Representation
  fileprivate let id: String
  fileprivate let name: String
  fileprivate let document: String

  /// - Returns: nil where nobody does, and where `checks` say what is wrong.
  init?(_ message: UnsafePointer<Pishkhan__V1__Representation>?, _ checks: inout FieldChecks) {
    guard let message = message?.pointee else { return nil }
    let kind = RepresentationKind(wire: message.kind.rawValue)
    if kind == nil { checks.refuse("representation.kind", .required) }
    id = checks.identifier(
      "representation.id", message.id, kind == .company ? .legalId : .nationalId, isRequired: true)
    name = checks.line("representation.name", message.name, max: FieldChecks.nameBytesMax)
    document = checks.line("representation.document", message.document, max: Self.documentBytesMax)
    if message.until_ms < 0 { checks.refuse("representation.until_ms", .range) }
    guard let kind else { return nil }
    representation = Representation(kind: kind, until: message.until_ms)
  }

  /// - Parameter now: Unix milliseconds.
  func isOver(at now: Int64) -> Bool { representation.until != 0 && representation.until <= now }
}

extension PersonalDraft {
  mutating func add(_ representative: Representative) throws(Refusal) {
    try add(.representativeId, representative.id)
    try add(.representativeName, representative.name)
    try add(.representationDocument, representative.document)
  }
}

extension FieldChecks {
  private static let paymentReferenceBytesMax = 64

  /// What a submission costs and what was taken for it.
  mutating func fees(_ message: Pishkhan__V1__SubmitRequest, tariff: Int64) -> Fees {
    if message.fee_charged_rial < 0 { refuse("fee_charged_rial", .range) }
    let reference = line(
      "payment_reference", message.payment_reference, max: Self.paymentReferenceBytesMax)
    return Fees(tariff: tariff, charged: max(0, message.fee_charged_rial), paymentReference: reference)
  }
}
