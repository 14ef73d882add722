import Glibc

/// C strings and arrays that live as long as the pool.
final class CStringPool {
  private var memory: [UnsafeMutableRawPointer] = []

  deinit {
    for pointer in memory { free(pointer) }
  }

  /// Nil for nil. Words of a command line and of the environment hold no NUL.
  func text(_ text: String?) -> UnsafePointer<CChar>? {
    guard let text, let copy = strdup(text) else { return nil }
    memory.append(copy)
    return UnsafePointer(copy)
  }

  /// Nil for an empty array.
  func array<Element: BitwiseCopyable>(_ elements: [Element]) -> UnsafePointer<Element>? {
    guard !elements.isEmpty, let raw = malloc(elements.count * MemoryLayout<Element>.stride) else {
      return nil
    }
    memory.append(raw)
    let start = raw.bindMemory(to: Element.self, capacity: elements.count)
    start.initialize(from: elements, count: elements.count)
    return UnsafePointer(start)
  }
}
