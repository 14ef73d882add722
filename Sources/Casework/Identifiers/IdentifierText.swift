/// A normalised identifier: at most 32 printable ASCII bytes, held inline.
public struct IdentifierText: Sendable {
  /// Longest identifier in bytes. The longest that is known here, an Iranian IBAN, has 26.
  public static let capacity = 32

  private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  /// Length in bytes.
  public private(set) var count = 0

  init() {}

  /// The byte at `index`, which must be below `count`.
  public subscript(index: Int) -> UInt8 {
    precondition(index >= 0 && index < count, "index beyond the identifier")
    return Swift.withUnsafeBytes(of: words) { $0[index] }
  }

  /// Lends the bytes; the pointer ends with the closure.
  public func withUnsafeBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try Swift.withUnsafeBytes(of: words) { (bytes) throws(Failure) in
      try body(UnsafeRawBufferPointer(rebasing: bytes[..<count]))
    }
  }

  /// The identifier as text.
  public var string: String {
    withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
  }

  /// Appends one byte; false when the text is full.
  mutating func append(_ byte: UInt8) -> Bool {
    guard count < IdentifierText.capacity else { return false }
    let position = count
    Swift.withUnsafeMutableBytes(of: &words) { $0[position] = byte }
    count += 1
    return true
  }

  /// The digit at `index` as a number. Only for texts known to hold digits there.
  func digit(_ index: Int) -> Int {
    Int(self[index] &- UInt8(ascii: "0"))
  }

  /// Are all bytes in `range` Latin digits?
  func hasOnlyDigits(in range: Range<Int>) -> Bool {
    range.allSatisfy { isDigit(self[$0]) }
  }
}

func isDigit(_ byte: UInt8) -> Bool {
  byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
}
