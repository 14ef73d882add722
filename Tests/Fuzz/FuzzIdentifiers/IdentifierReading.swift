import Casework

/// What people type as identifiers, on any keyboard: never a trap, and what is accepted stands for itself.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzIdentifiers(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let typed = Array(UnsafeBufferPointer(start: data, count: count))
  for form in Form.allCases {
    guard let text = form.normalise(typed) else { continue }
    let again = form.normalise(Array(text.string.utf8))
    precondition(again?.string == text.string, "the one form is not its own")
  }
  if let code = trackingCode(typed) {
    precondition(trackingCode(Array(code.string.utf8)) == code)
    precondition(trackingCode(Array(code.grouped.utf8)) == code)
    precondition(TrackingCode(epoch: code.epoch, encrypted: code.encrypted) == code)
  }
  return 0
}

private enum Form: CaseIterable {
  case any, nationalId, legalId, mobile, postalCode, iban

  func normalise(_ typed: [UInt8]) -> IdentifierText? {
    do {
      switch self {
      case .any: return try IdentifierNormaliser.normalise(typed.span)
      case .nationalId: return try NationalId.normalise(typed.span)
      case .legalId: return try LegalId.normalise(typed.span)
      case .mobile: return try MobileNumber.normalise(typed.span)
      case .postalCode: return try PostalCode.normalise(typed.span)
      case .iban: return try Iban.normalise(typed.span)
      }
    } catch { return nil }
  }
}

private func trackingCode(_ typed: [UInt8]) -> TrackingCode? {
  do { return try TrackingCode(typed: typed.span) } catch { return nil }
}
