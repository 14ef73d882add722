import Glibc

/// A method as a loop serves it.
final class MethodEntry {
  let descriptor: MethodDescriptor
  let handler: Method.Handler
  let kind: CallKind

  init(_ method: Method) {
    descriptor = method.descriptor
    handler = method.handler
    kind = method.descriptor.kind
  }
}

/// The methods of a loop by path, searched by bytes as they arrive.
///
/// A plain value over memory that its loop frees with ``destroy()``: a search touches no reference count.
struct MethodTable {
  private struct Slot {
    var path: UnsafeMutableRawBufferPointer
    var entry: Unmanaged<MethodEntry>
  }

  private let slots: UnsafeMutableBufferPointer<Slot?>
  private let mask: Int

  /// - Parameter methods: of two with the same path the first is served.
  init(_ methods: [Method]) {
    // At most half full, so that a probe for an unknown path is short.
    var size = 16
    while size < methods.count * 2 { size *= 2 }
    slots = .allocate(capacity: size)
    slots.initialize(repeating: nil)
    mask = size - 1
    for method in methods {
      let bytes = Array(method.descriptor.path.utf8)
      let path = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
      path.copyBytes(from: bytes)
      insert(Slot(path: path, entry: .passRetained(MethodEntry(method))))
    }
  }

  /// Frees it, once nothing searches it any more.
  func destroy() {
    for case let slot? in slots {
      slot.path.deallocate()
      slot.entry.release()
    }
    slots.deallocate()
  }

  private func insert(_ slot: Slot) {
    guard self[UnsafeRawBufferPointer(slot.path)] == nil else {
      slot.path.deallocate()
      slot.entry.release()
      return
    }
    var index = Self.hash(UnsafeRawBufferPointer(slot.path)) & mask
    while slots[index] != nil { index = (index + 1) & mask }
    slots[index] = slot
  }

  /// The method at a path; nil when it is not served.
  subscript(path: UnsafeRawBufferPointer) -> Unmanaged<MethodEntry>? {
    var index = Self.hash(path) & mask
    while let slot = slots[index] {
      if slot.path.count == path.count,
        path.count == 0 || memcmp(slot.path.baseAddress!, path.baseAddress!, path.count) == 0
      {
        return slot.entry
      }
      index = (index + 1) & mask
    }
    return nil
  }

  /// FNV-1a over words of eight bytes. The table never holds what a peer chose, so that collisions cannot be made worse
  /// than they are.
  private static func hash(_ bytes: UnsafeRawBufferPointer) -> Int {
    let prime: UInt64 = 0x0000_0100_0000_01B3
    var hash = 0xCBF2_9CE4_8422_2325 ^ UInt64(bytes.count)
    var position = 0
    while position + 8 <= bytes.count {
      hash = (hash ^ bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)) &* prime
      hash ^= hash >> 29
      position += 8
    }
    while position < bytes.count {
      hash = (hash ^ UInt64(bytes[position])) &* prime
      position += 1
    }
    return Int(truncatingIfNeeded: hash ^ hash >> 32)
  }
}
