/// Which way up a picture is to be shown: the one thing in its metadata that belongs to the picture. 1 is as stored.
///
/// Exif is a TIFF file within the picture; the orientation is tag 0x0112 of its first directory.
/// Source: CIPA DC-008 (Exif 2.3) 4.5 and 4.6.4; TIFF 6.0, section 2.
struct Orientation: Equatable {
  /// 2 to 8.
  let value: UInt8

  private static let tag = 0x0112
  private static let short = 3

  /// What Exif's bytes say; nil where they say nothing, what is usual, or cannot be read.
  init?(exif: some Collection<UInt8>) {
    let bytes = Array(exif)
    guard bytes.count >= 8 else { return nil }
    let isLittle: Bool
    switch (bytes[0], bytes[1]) {
    case (0x49, 0x49): isLittle = true
    case (0x4D, 0x4D): isLittle = false
    default: return nil
    }
    func number(_ offset: Int, _ count: Int) -> Int? {
      guard offset >= 0, offset <= bytes.count - count else { return nil }
      let digits = bytes[offset..<offset + count]
      return isLittle
        ? digits.reversed().reduce(0) { $0 << 8 | Int($1) } : digits.reduce(0) { $0 << 8 | Int($1) }
    }
    guard number(2, 2) == 42, let directory = number(4, 4), let entries = number(directory, 2) else {
      return nil
    }
    for entry in 0..<entries {
      let place = directory + 2 + 12 * entry
      guard let tag = number(place, 2) else { return nil }
      guard tag == Self.tag else { continue }
      guard number(place + 2, 2) == Self.short, number(place + 4, 4) == 1,
        let value = number(place + 8, 2), (2...8).contains(value)
      else { return nil }
      self.value = UInt8(value)
      return
    }
    return nil
  }

  /// Exif that says this and nothing else.
  var exif: [UInt8] {
    let header: [UInt8] = [0x4D, 0x4D, 0, 42, 0, 0, 0, 8]
    let entry: [UInt8] = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, value, 0, 0]
    return header + [0, 1] + entry + [0, 0, 0, 0]
  }
}
