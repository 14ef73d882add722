import Synchronization

/// Which requests the work streams of this server are claiming or have out: so that of many workers on many loops each tries
/// another request, and only one tries each. Any thread.
///
/// It spares the writer claims that would be lost; what decides is the writer alone. It holds at most `inHandMax` requests
/// a stream.
final class WorkBoard: Sendable {
  private struct Entry {
    var stream: UInt64
    var isClaiming: Bool
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
      if state.entries[sequence]?.isClaiming == true { return false }
      state.entries[sequence] = Entry(stream: stream, isClaiming: true)
      return true
    }
  }

  /// The claim was accepted: the stream has the request out.
  func claimed(_ sequence: Int64, by stream: UInt64) {
    state.withLock { $0.entries[sequence] = Entry(stream: stream, isClaiming: false) }
  }

  /// Was the request last handed out by this stream?
  func isOut(_ sequence: Int64, by stream: UInt64) -> Bool {
    state.withLock { $0.entries[sequence].map { $0.stream == stream && !$0.isClaiming } ?? false }
  }

  /// The stream has nothing to do with the request any more.
  func drop(_ sequence: Int64, by stream: UInt64) {
    state.withLock { state in
      if state.entries[sequence]?.stream == stream { state.entries[sequence] = nil }
    }
  }
}
