import CNghttp2
internal import Reactor

/// What all sessions of a loop share: callbacks, options and memory.
final class SessionSetup {
  private let callbacks: OpaquePointer
  private let options: OpaquePointer
  private let memory: SessionMemory

  init(_ configuration: ServerConfiguration) {
    memory = SessionMemory(sessions: configuration.maximumConnections)
    var made: OpaquePointer?
    precondition(nghttp2_session_callbacks_new(&made) == 0, "out of memory")
    callbacks = made!
    made = nil
    precondition(nghttp2_option_new(&made) == 0, "out of memory")
    options = made!
    setOptions(configuration)
    setCallbacks()
  }

  deinit {
    nghttp2_session_callbacks_del(callbacks)
    nghttp2_option_del(options)
  }

  func makeSession(for connection: Connection) -> OpaquePointer {
    var session: OpaquePointer?
    var memory = memory.allocator
    let owner = Unmanaged.passUnretained(connection).toOpaque()
    let result = nghttp2_session_server_new3(&session, callbacks, owner, options, &memory)
    guard result == 0, let session else { preconditionFailure("out of memory") }
    return session
  }

  private func setOptions(_ configuration: ServerConfiguration) {
    // Windows are given back as messages are taken, not as bytes arrive.
    nghttp2_option_set_no_auto_window_update(options, 1)
    // What is over is remembered in two bits by StreamHistory.
    nghttp2_option_set_no_closed_streams(options, 1)
    // PING and SETTINGS floods: so many acknowledgements may wait (CVE-2019-9512, CVE-2019-9515).
    nghttp2_option_set_max_outbound_ack(options, 100)
    nghttp2_option_set_max_settings(options, 32)
    // CONTINUATION flood (CVE-2024-28182): 8 KiB of headers fit in one frame.
    nghttp2_option_set_max_continuations(options, 8)
    // A second line behind our own budget, which knows which streams had been answered.
    nghttp2_option_set_stream_reset_rate_limit(
      options, UInt64(configuration.controlFrameBudget) * 2, UInt64(configuration.controlFramesPerSecond) * 2)
  }

  private func setCallbacks() {
    nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks) { _, frame, user in
      connection(user)._withUnsafeGuaranteedRef { $0.headersBegan(frame!) }
    }
    nghttp2_session_callbacks_set_on_header_callback(callbacks) {
      _, frame, name, nameCount, value, valueCount, _, user in
      connection(user)._withUnsafeGuaranteedRef {
        $0.headerReceived(
          UnsafeRawBufferPointer(start: name, count: nameCount),
          UnsafeRawBufferPointer(start: value, count: valueCount))
      }
    }
    nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks) { _, frame, user in
      connection(user)._withUnsafeGuaranteedRef { $0.frameReceived(frame!) }
    }
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks) { _, flags, id, bytes, count, user in
      connection(user)._withUnsafeGuaranteedRef {
        $0.dataReceived(id, UnsafeRawBufferPointer(start: bytes, count: count), flags: flags)
      }
    }
    nghttp2_session_callbacks_set_on_stream_close_callback(callbacks) { _, id, code, user in
      connection(user)._withUnsafeGuaranteedRef { $0.streamClosed(id, code) }
    }
    nghttp2_session_callbacks_set_on_frame_send_callback(callbacks) { _, frame, user in
      connection(user)._withUnsafeGuaranteedRef { $0.frameSent(frame!) }
    }
    nghttp2_session_callbacks_set_send_data_callback(callbacks) { _, frame, header, count, source, user in
      connection(user)._withUnsafeGuaranteedRef { connection in
        call(source!.pointee.ptr)._withUnsafeGuaranteedRef { call in
          connection.copyData(header!, count, padding: frame!.pointee.data.padlen, of: call)
        }
      }
    }
  }
}

/// The connection that a session was made for; it outlives the session.
@inline(__always)
private func connection(_ user: UnsafeMutableRawPointer?) -> Unmanaged<Connection> {
  Unmanaged<Connection>.fromOpaque(user!)
}

/// The call behind a stream's user data, which keeps it alive until the stream closes.
@inline(__always)
func call(_ user: UnsafeMutableRawPointer) -> Unmanaged<ServerCall> {
  Unmanaged<ServerCall>.fromOpaque(user)
}
