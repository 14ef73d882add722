import CNghttp2
import Glibc

/// What nghttp2's sessions on one loop allocate from: sessions and frame buffers on pages of their own, small
/// blocks from lists, and
/// malloc(3) for the rest. In debug builds malloc(3) serves the small blocks too, so that sanitizers see them.
final class SessionMemory {
  /// In plain memory, so that nghttp2's calls touch no reference count.
  private struct State {
    var pages: SessionPages
    var small: SmallBlocks
  }

  private let state = UnsafeMutablePointer<State>.allocate(capacity: 1)

  /// - Parameter sessions: for how many sessions there are pages.
  init(sessions: Int) {
    // 16 KiB of small blocks a session is far above what one of a hundred streams takes.
    state.initialize(
      to: State(pages: SessionPages(count: sessions), small: SmallBlocks(byteCount: sessions << 14)))
  }

  deinit {
    state.pointee.pages.destroy()
    state.pointee.small.destroy()
    state.deinitialize(count: 1)
    state.deallocate()
  }

  /// For `nghttp2_session_server_new3`, which copies it.
  var allocator: nghttp2_mem {
    nghttp2_mem(
      mem_user_data: state,
      malloc: { size, user in SessionMemory.take(size, SessionMemory.state(user)) },
      free: { block, user in SessionMemory.give(block, SessionMemory.state(user)) },
      calloc: { count, size, user in
        let (product, overflow) = count.multipliedReportingOverflow(by: size)
        guard !overflow, let block = SessionMemory.take(product, SessionMemory.state(user)) else {
          return nil
        }
        return memset(block, 0, product)
      },
      realloc: { block, size, user in SessionMemory.resize(block, size, SessionMemory.state(user)) })
  }

  @inline(__always)
  private static func state(_ user: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<State> {
    user!.assumingMemoryBound(to: State.self)
  }

  private static func take(_ size: Int, _ state: UnsafeMutablePointer<State>) -> UnsafeMutableRawPointer? {
    #if !DEBUG
      if let block = state.pointee.small.take(size) { return block }
    #endif
    return state.pointee.pages.take(size) ?? malloc(size)
  }

  private static func give(_ block: UnsafeMutableRawPointer?, _ state: UnsafeMutablePointer<State>) {
    guard let block else { return }
    if state.pointee.small.owns(block) {
      state.pointee.small.give(block)
    } else if state.pointee.pages.owns(block) {
      state.pointee.pages.give(block)
    } else {
      free(block)
    }
  }

  /// nghttp2 gets its buffers by `realloc(NULL, size)`.
  private static func resize(
    _ block: UnsafeMutableRawPointer?, _ size: Int, _ state: UnsafeMutablePointer<State>
  ) -> UnsafeMutableRawPointer? {
    guard let block else { return take(size, state) }
    let held: Int
    if state.pointee.small.owns(block) {
      held = state.pointee.small.size(of: block)
    } else if state.pointee.pages.owns(block) {
      held = state.pointee.pages.size(of: block)
    } else {
      return realloc(block, size)
    }
    if size <= held { return block }
    guard let moved = take(size, state) else { return nil }
    memcpy(moved, block, held)
    give(block, state)
    return moved
  }
}
