import CProtobufC
import Glibc

/// A bump allocator with a hard limit, in the form that protobuf-c takes: one call's unpacked messages, freed at once.
///
/// A message can unpack to many times its bytes (repeated empty messages): the limit turns that into a failed unpack.
final class Arena {
  /// All in plain memory, so that the C trampoline touches no reference count.
  struct State {
    var allocator: ProtobufCAllocator
    var cursor: UnsafeMutableRawPointer
    var end: UnsafeMutableRawPointer
    /// The newest block beyond the first; each begins with a pointer to the one before it.
    var blocks: UnsafeMutableRawPointer?
    /// What further blocks may take.
    var bytesLeft: Int
    var isExhausted: Bool
  }

  private static let firstBlockBytes = 2_048
  private static let blockHeaderBytes = 16

  private let state = UnsafeMutablePointer<State>.allocate(capacity: 1)
  private let first = UnsafeMutableRawPointer.allocate(byteCount: firstBlockBytes, alignment: 16)
  private let limit: Int

  /// - Parameter limit: the bytes that may be given out between two resets, rounded by alignment and blocks.
  init(limit: Int) {
    self.limit = limit
    let allocator = ProtobufCAllocator(
      alloc: { Arena.allocate($0!.assumingMemoryBound(to: State.self), $1) }, free: { _, _ in },
      allocator_data: UnsafeMutableRawPointer(state))
    state.initialize(
      to: State(
        allocator: allocator, cursor: first, end: first + Self.firstBlockBytes, blocks: nil,
        bytesLeft: limit, isExhausted: false))
  }

  deinit {
    reset()
    first.deallocate()
    state.deallocate()
  }

  var allocator: UnsafeMutablePointer<ProtobufCAllocator> {
    // The allocator is the first field of the state.
    UnsafeMutableRawPointer(state).assumingMemoryBound(to: ProtobufCAllocator.self)
  }

  var isExhausted: Bool { state.pointee.isExhausted }

  /// Takes all back.
  func reset() {
    while let block = state.pointee.blocks {
      state.pointee.blocks = block.load(as: UnsafeMutableRawPointer?.self)
      free(block)
    }
    state.pointee.cursor = first
    state.pointee.end = first + Self.firstBlockBytes
    state.pointee.bytesLeft = limit
    state.pointee.isExhausted = false
  }

  private static func allocate(_ state: UnsafeMutablePointer<State>, _ count: Int) -> UnsafeMutableRawPointer?
  {
    guard count >= 0 && count <= Int.max - 64 else { return nil }
    let rounded = (count + 15) & ~15
    if rounded <= state.pointee.end - state.pointee.cursor {
      defer { state.pointee.cursor += rounded }
      return state.pointee.cursor
    }
    let wanted = max(rounded, min(64 << 10, state.pointee.bytesLeft))
    guard wanted <= state.pointee.bytesLeft, let block = malloc(wanted + blockHeaderBytes) else {
      state.pointee.isExhausted = true
      return nil
    }
    block.storeBytes(of: state.pointee.blocks, as: UnsafeMutableRawPointer?.self)
    state.pointee.blocks = block
    state.pointee.bytesLeft -= wanted
    state.pointee.cursor = block + blockHeaderBytes + rounded
    state.pointee.end = block + blockHeaderBytes + wanted
    return block + blockHeaderBytes
  }
}
