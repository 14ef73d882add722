import Casework
import TestSupport
import Testing

@Suite("Identifiers")
struct IdentifierTests {
  @Test("are judged as the vectors say", arguments: try IdentifierVector.all())
  func judges(_ vector: IdentifierVector) {
    #expect(vector.format.outcome(of: vector.typed) == vector.expected, "\(vector.note)")
  }

  @Test(
    "come out in one form however they are typed",
    arguments: [
      (.nationalId, "۰۰۷-۶۲۲۹۶۴ ۵\u{200F}", "0076229645"),
      (.nationalId, "\u{FEFF}٠٠٧٦٢٢٩٦٤٥\t", "0076229645"),
      (.postalCode, "۱۶۱۹۷\u{2013}۳۵۷۴۴", "1619735744"),
      (.mobile, "+98 912 345 6789", "09123456789"),
      (.mobile, "0098-912-3456789", "09123456789"),
      (.mobile, "9123456789", "09123456789"),
      (.iban, "ir58 0540 1051 8002 1273 1130 07", "IR580540105180021273113007"),
      (.legalId, "103 8028 4790", "10380284790"),
    ] as [(AttributeFormat, String, String)])
  func normalises(_ format: AttributeFormat, _ typed: String, _ expected: String) throws {
    #expect(try format.normalise(typed.utf8.span).string == expected)
  }

  @Test(
    "refuse what is neither digit nor blank",
    arguments: [
      ([0x30, 0xFF], .character),  // no UTF-8
      ([0xC0, 0xB0], .character),  // an overlong "0"
      ([0xDB], .character),  // a Persian digit cut off
      ([0xE2, 0x80], .character),  // a ZWNJ cut off
      ([0x30, 0x00], .character),  // NUL
      (Array("七".utf8), .character),
      (Array("1٫5".utf8), .character),
      ([UInt8](repeating: 0x31, count: 33), .length),
      ([UInt8](repeating: 0x31, count: 5_000), .length),
    ] as [([UInt8], IdentifierFault)])
  func refuses(_ typed: [UInt8], _ fault: IdentifierFault) {
    #expect(throws: fault) { try IdentifierNormaliser.normalise(typed.span) }
  }

  @Test(
    "a mobile number needs its digits behind the prefix",
    arguments: [
      ("", .length), ("0", .length), ("+98", .length), ("0098", .length), ("+98812345678", .prefix),
      ("+1 9123456789", .prefix), ("0+9123456789", .character), ("+", .prefix), ("091234567890", .length),
    ] as [(String, IdentifierFault)])
  func refusesMobile(_ typed: String, _ fault: IdentifierFault) {
    #expect(throws: fault) { try MobileNumber.normalise(typed.utf8.span) }
  }

  @Test(
    "an IBAN is first asked for its country, then for its length",
    arguments: [
      ("", .length), ("I", .length), ("580540105180021273113007", .country), ("IR", .length),
      ("IR58054010518002127311300A", .character), ("IR58/540105180021273113007", .character),
    ] as [(String, IdentifierFault)])
  func refusesIban(_ typed: String, _ fault: IdentifierFault) {
    #expect(throws: fault) { try Iban.normalise(typed.utf8.span) }
  }

  @Test(
    "a postal code holds no digit that is never issued at its place",
    arguments: [
      "1219735744", "1619035744", "1619535744", "1619732744",
    ])
  func refusesPostalCode(_ typed: String) {
    #expect(throws: IdentifierFault.digit) { try PostalCode.normalise(typed.utf8.span) }
  }
}

extension AttributeFormat {
  /// `valid`, or the stable word of the fault.
  fileprivate func outcome(of typed: String) -> String {
    do throws(IdentifierFault) {
      _ = try normalise(typed.utf8.span)
      return "valid"
    } catch {
      return error.rawValue
    }
  }
}
