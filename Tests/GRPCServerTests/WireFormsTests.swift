import Testing

@testable import GRPCServer

/// Calls `body` with the bytes of a text.
func withBytes<Result>(_ text: String, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
  try Array(text.utf8).withUnsafeBytes(body)
}

@Suite("Small forms on the wire")
struct WireFormsTests {
  @Test(
    "grpc-timeout is at most eight digits and a unit, in nanoseconds",
    arguments: [
      ("1n", 1), ("7u", 7_000), ("250m", 250_000_000), ("5S", 5_000_000_000), ("2M", 120_000_000_000),
      ("1H", 3_600_000_000_000), ("0S", 0), ("99999999n", 99_999_999),
      ("99999999H", UInt64.max / 2),
    ] as [(String, UInt64)])
  func parsesTimeout(_ text: String, _ nanoseconds: UInt64) {
    #expect(withBytes(text) { CallTimeout.parse($0) } == nanoseconds)
  }

  @Test(
    "a malformed grpc-timeout is refused",
    arguments: ["", "S", "1", "123456789S", "-1S", "+1S", "1.5S", "1s", "1 S", " 1S", "1SS", "٣S"])
  func refusesTimeout(_ text: String) {
    #expect(withBytes(text) { CallTimeout.parse($0) } == nil)
  }

  @Test(
    "grpc-message keeps printable ASCII but the percent sign",
    arguments: [
      ("", ""), ("plain text ~", "plain text ~"), ("100%", "100%25"), ("a\r\nb\t", "a%0D%0Ab%09"),
      ("é", "%C3%A9"),
      ("پیش", "%D9%BE%DB%8C%D8%B4"), ("😈", "%F0%9F%98%88"), ("\u{7F}", "%7F"), (" $&", " $&"),
    ])
  func encodesMessage(_ text: String, _ encoded: String) {
    #expect(String(decoding: PercentEncoding.encode(text), as: UTF8.self) == encoded)
  }

  @Test(
    "base64 is sent without padding and taken with and without",
    arguments: [
      ("", "", ""), ("f", "Zg", "Zg=="), ("fo", "Zm8", "Zm8="), ("foo", "Zm9v", "Zm9v"),
      ("foob", "Zm9vYg", "Zm9vYg=="),
      ("fooba", "Zm9vYmE", "Zm9vYmE="), ("foobar", "Zm9vYmFy", "Zm9vYmFy"),
    ])
  func base64(_ plain: String, _ unpadded: String, _ padded: String) {
    #expect(String(decoding: Base64.encode(plain.utf8), as: UTF8.self) == unpadded)
    #expect(Base64.decode(Array(unpadded.utf8)) == Array(plain.utf8))
    #expect(Base64.decode(Array(padded.utf8)) == Array(plain.utf8))
  }

  @Test(
    "base64 outside the alphabet or of an impossible length is refused",
    arguments: ["Z", "Zg=", "Zg===", "Zm9v=", "Z g=", "Zm9vY", "_-__", "=", "Zm=v"])
  func refusesBase64(_ text: String) {
    #expect(Base64.decode(Array(text.utf8)) == nil)
  }

  @Test(
    "metadata names and values are checked before they are sent",
    arguments: [
      ("x-a", "b", true), ("x_a.1-", "", true), ("a-bin", "\u{0}\n", true), ("X-A", "b", false),
      ("", "b", false),
      (":path", "b", false), ("grpc-status", "0", false), ("te", "x", false), ("connection", "x", false),
      ("content-type", "x", false), ("x-a", " b", false), ("x-a", "b ", false), ("x-a", "b\n", false),
      ("x-a", "é", false), ("x a", "b", false),
    ])
  func checksMetadata(_ name: String, _ value: String, _ isAllowed: Bool) {
    var metadata = Metadata()
    #expect(metadata.add(name, value) == isAllowed)
    #expect(metadata.isEmpty == !isAllowed)
    #expect(metadata[name] == (isAllowed ? Array(value.utf8) : nil))
  }

  @Test("a peer address counts by its network: IPv4 whole, IPv6 by 64 bits")
  func prefixes() {
    let four = PeerAddress(high: 0, low: 0xFFFF_C000_0201)
    #expect(four.description == "192.0.2.1")
    #expect(four.isIPv4 && four.prefix == four)
    let six = PeerAddress(high: 0x2001_0db8_0000_0001, low: 0x5)
    #expect(six.description == "2001:db8:0:1:0:0:0:5")
    #expect(six.prefix == PeerAddress(high: 0x2001_0db8_0000_0001, low: 0))
    #expect(!six.isIPv4)
  }
}
