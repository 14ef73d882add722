import Messages
import Testing

@testable import CounterServices

@Suite("Text in packed messages")
struct WireTextTests {
  /// Field 2 (service) and form values (field 7: attribute 1, values 2) of SubmitRequest.
  private static let cases: [(String, [UInt8], String?)] = [
    ("an empty message is fine", [], nil),
    ("plain text is fine", [0x12, 2, 0x61, 0x62], nil),
    ("Persian text is fine", [0x12, 4, 0xD8, 0xA7, 0xDB, 0x8C], nil),
    ("a NUL is found", [0x12, 2, 0x61, 0], "service"),
    ("a lone continuation byte is found", [0x12, 1, 0x80], "service"),
    ("an overlong form is found", [0x12, 2, 0xC0, 0x80], "service"),
    ("a surrogate is found", [0x12, 3, 0xED, 0xA0, 0x80], "service"),
    ("a cut character is found", [0x12, 1, 0xD8], "service"),
    ("a bad text inside a form value is found by its path", [0x3A, 3, 0x12, 1, 0xFF], "form.values"),
    ("bytes fields may hold anything", [0x0A, 2, 0, 0xFF], nil),
    ("unknown fields may hold anything", [0xFA, 0x07, 2, 0, 0xFF], nil),
    ("a length beyond the end is left to the parser", [0x12, 5, 0], nil),
    ("an endless varint is left to the parser", [UInt8](repeating: 0xFF, count: 12), nil),
    (
      "a huge length is left to the parser", [0x12, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], nil
    ),
  ]

  @Test("Text that protobuf-c would let through", arguments: cases)
  func findsBadText(sentence: String, bytes: [UInt8], path: String?) {
    let descriptor = RequestsMessageTypes.submit.descriptor
    #expect(bytes.withUnsafeBytes { WireText.firstBadField($0, descriptor) } == path, "\(sentence)")
  }
}
