/// What became of the last streams that the peer opened, two bits each.
///
/// nghttp2 forgets a stream that is over and ignores what still comes for it; RFC 9113 5.1 tells apart what may
/// come late from what breaks the protocol, and that needs a memory.
struct StreamHistory {
  enum State: UInt8 {
    /// Skipped by the peer, or older than the memory.
    case unknown = 0
    case open = 1
    /// Both sides were done, or the peer reset it: nothing more may come.
    case over = 2
    /// We reset it: the peer may not know yet (RFC 9113 5.4.2).
    case resetByUs = 3
  }

  /// Streams remembered; twice the ids, since clients open odd ones.
  private static let depth = 256

  /// The highest id that the peer has opened.
  private(set) var highest: Int32 = 0
  private var words: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (
    0, 0, 0, 0, 0, 0, 0, 0
  )

  /// - Parameter id: above `highest`, and odd.
  mutating func opened(_ id: Int32) {
    assert(id > highest)
    // What lies between was skipped and can never be opened (RFC 9113 5.1.1).
    var skipped = highest == 0 ? 1 : highest + 2
    if Int(id) - Int(skipped) > 2 * Self.depth {
      words = (0, 0, 0, 0, 0, 0, 0, 0)
    } else {
      while skipped < id {
        set(skipped, .unknown)
        skipped += 2
      }
    }
    highest = id
    set(id, .open)
  }

  mutating func closed(_ id: Int32, resetByUs: Bool) {
    guard remembers(id) else { return }
    set(id, resetByUs ? .resetByUs : .over)
  }

  func state(of id: Int32) -> State {
    guard remembers(id) else { return .unknown }
    let index = Int(id >> 1) % Self.depth
    return withUnsafeBytes(of: words) { bytes in
      State(rawValue: bytes[index >> 2] >> (UInt8(index & 3) * 2) & 3) ?? .unknown
    }
  }

  private func remembers(_ id: Int32) -> Bool {
    id > 0 && id & 1 == 1 && id <= highest && Int(highest) - Int(id) < 2 * Self.depth
  }

  private mutating func set(_ id: Int32, _ state: State) {
    let index = Int(id >> 1) % Self.depth
    withUnsafeMutableBytes(of: &words) { bytes in
      let shift = UInt8(index & 3) * 2
      bytes[index >> 2] = bytes[index >> 2] & ~(3 << shift) | state.rawValue << shift
    }
  }
}
