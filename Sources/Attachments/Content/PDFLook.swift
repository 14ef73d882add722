import Casework

/// A look at the two ends of a PDF file: its head, and the pointer to its table of contents before the mark of its end.
///
/// Source: ISO 32000-1, 7.5.2 and 7.5.5.
enum PDFLook {
  /// What a viewer searches for the end of the file.
  static let tailBytes = 2_048

  static func begins(_ head: some Collection<UInt8>) -> Bool {
    let bytes = Array(head.prefix(8))
    return bytes.count == 8 && bytes.starts(with: Array("%PDF-".utf8))
      && (UInt8(ascii: "1")...UInt8(ascii: "2")).contains(bytes[5]) && bytes[6] == UInt8(ascii: ".")
      && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[7])
  }

  /// - Parameters:
  ///   - tail: the last `tailBytes` bytes, or all.
  ///   - size: of the whole file.
  static func check(tail: [UInt8], size: UInt64) throws(AttachmentFault) {
    guard let end = last("%%EOF", in: tail[...]) else { throw .malformed(.truncated) }
    guard let pointer = last("startxref", in: tail[..<end]) else { throw .malformed(.badOrder) }
    let digits = tail[(pointer + 9)..<end].drop(while: isSpace).prefix(20).prefix(while: isDigit)
    guard let place = UInt64(String(decoding: digits, as: UTF8.self)), place < size else {
      throw .malformed(.badPart)
    }
  }

  private static func last(_ word: String, in bytes: ArraySlice<UInt8>) -> Int? {
    let word = Array(word.utf8)
    guard bytes.count >= word.count else { return nil }
    return (bytes.startIndex...bytes.endIndex - word.count).reversed().first {
      bytes[$0...].starts(with: word)
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D, 0x0C, 0].contains(byte) }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}

extension MediaType {
  /// Bytes at the front that tell one kind from another.
  static let headBytes = 8

  /// What the first bytes of a file say that it is.
  init?(head: some Collection<UInt8>) {
    if PDFLook.begins(head) {
      self = .pdf
    } else if head.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else {
      return nil
    }
  }
}
