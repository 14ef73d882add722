import Synchronization

/// Which requests the work streams of this server are claiming or have out: so that of many workers on many loops each tries
/// another request, and only one tries each. Any thread.
///
/// It spares the writer claims that would be lost; what decides is the writer alone. It holds at most `inHandMax` requests
/// a stream.
final class WorkBoard: Sendable {
  private struct Entry {
    /// Who has it out. It stays so while another tries: one that reads a little late tries what has just been handed out, and
    /// loses.
    var holder: UInt64?
    var claimer: UInt64?
  }

  private struct State {
    var entries: [Int64: Entry] = [:]
    var streams: UInt64 = 0
  }

  private let state = Mutex(State())

  /// A number for a new stream.
  func open() -> UInt64 {
    state.withLock { state in
      state.streams += 1
      return state.streams
    }
  }

  /// Takes a free request for a stream that is about to claim it. One that another stream had out is free again: its lease
  /// has ended, or it was given back.
  /// - Returns: false while another stream is claiming it.
  func take(_ sequence: Int64, for stream: UInt64) -> Bool {
    state.withLock { state in
      if state.entries[sequence]?.claimer != nil { return false }
      state.entries[sequence, default: Entry()].claimer = stream
      return true
    }
  }

  /// The claim was accepted: the stream has the request out.
  func claimed(_ sequence: Int64, by stream: UInt64) {
    state.withLock { state in
      var entry = state.entries[sequence] ?? Entry()
      entry.holder = stream
      if entry.claimer == stream { entry.claimer = nil }
      state.entries[sequence] = entry
    }
  }

  /// Was the request last handed out by this stream?
  func isOut(_ sequence: Int64, by stream: UInt64) -> Bool {
    state.withLock { $0.entries[sequence]?.holder == stream }
  }

  /// The stream has nothing to do with the request any more.
  func drop(_ sequence: Int64, by stream: UInt64) {
    state.withLock { state in
      guard var entry = state.entries[sequence] else { return }
      if entry.holder == stream { entry.holder = nil }
      if entry.claimer == stream { entry.claimer = nil }
      state.entries[sequence] = entry.holder == nil && entry.claimer == nil ? nil : entry
    }
  }
}
