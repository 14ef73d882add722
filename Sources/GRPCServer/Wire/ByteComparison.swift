import Glibc

/// Comparisons of received bytes with names that are known at compile time, without making a String.
extension UnsafeRawBufferPointer {
  @inline(__always)
  func equals(_ text: StaticString) -> Bool {
    count == text.utf8CodeUnitCount && (count == 0 || memcmp(baseAddress!, text.utf8Start, count) == 0)
  }

  @inline(__always)
  func starts(with text: StaticString) -> Bool {
    count >= text.utf8CodeUnitCount && memcmp(baseAddress!, text.utf8Start, text.utf8CodeUnitCount) == 0
  }

  @inline(__always)
  func ends(with text: StaticString) -> Bool {
    let length = text.utf8CodeUnitCount
    return count >= length && memcmp(baseAddress! + (count - length), text.utf8Start, length) == 0
  }

  /// Without spaces at either end.
  var trimmed: UnsafeRawBufferPointer {
    var slice = self[...]
    while slice.first == UInt8(ascii: " ") { slice = slice.dropFirst() }
    while slice.last == UInt8(ascii: " ") { slice = slice.dropLast() }
    return UnsafeRawBufferPointer(rebasing: slice)
  }
}
