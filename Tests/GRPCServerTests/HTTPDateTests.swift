import Testing

@testable import GRPCServer

@Suite("The date header")
struct HTTPDateTests {
  private static let cases: [(Int, String)] = [
    (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),  // the example of RFC 9110, 5.6.7
    (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
    (951_827_696, "Tue, 29 Feb 2000 12:34:56 GMT"),
  ]

  @Test("An instant is written as RFC 9110 has it", arguments: cases)
  func writesInstants(seconds: Int, text: String) {
    #expect(HTTPDate.text(seconds) == text)
  }
}
