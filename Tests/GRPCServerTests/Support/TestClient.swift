import CNghttp2
import COpenSSL
import Glibc

/// Why a client could not go on.
struct ClientError: Error, CustomStringConvertible {
  let description: String
}

/// A TLS session that a client may resume.
final class ClientSession {
  fileprivate let raw: OpaquePointer

  fileprivate init(_ raw: OpaquePointer) {
    self.raw = raw
  }

  deinit {
    SSL_SESSION_free(raw)
  }
}

/// An HTTP/2 client that sends the frames that a test makes, right or wrong, and reads what comes; blocking, with a limit
/// on each read.
final class TestClient {
  struct Frame: Equatable {
    var type: UInt8
    var flags: UInt8
    var stream: Int32
    var payload: [UInt8]
    /// Of HEADERS: decoded as they come, since each block changes the decoder.
    var fields: [String: String] = [:]

    var endsStream: Bool { flags & 1 != 0 }
  }

  /// How to come to the server.
  struct Options {
    var certificate: TestCertificate?
    var protocols: [UInt8] = [2, UInt8(ascii: "h"), UInt8(ascii: "2")]
    var session: ClientSession?
    var maximumVersion = TLS1_3_VERSION
    /// SETTINGS entries.
    var settings: [(UInt16, UInt32)] = []
    var sendsPreface = true
  }

  private let context: OpaquePointer
  private let ssl: OpaquePointer
  private let descriptor: Int32
  private let sendsPreface: Bool
  private var buffer: [UInt8] = []
  /// Whether windows are given back as data comes.
  var returnsWindows = true
  /// Read while waiting for a window.
  private var early: [Frame] = []
  /// What may be sent, on the connection (0) and on each stream.
  private var windows: [Int32: Int] = [0: 65_535]
  private var initialWindow = 65_535
  private var deflater: OpaquePointer?
  private var inflater: OpaquePointer?

  init(port: UInt16, _ options: Options = Options()) throws {
    signal(SIGPIPE, SIG_IGN)
    context = SSL_CTX_new(TLS_client_method())
    SSL_CTX_ctrl(context, SSL_CTRL_SET_MAX_PROTO_VERSION, Int(options.maximumVersion), nil)
    if let certificate = options.certificate {
      SSL_CTX_use_certificate_file(context, certificate.path, SSL_FILETYPE_PEM)
      SSL_CTX_use_PrivateKey_file(context, certificate.keyPath, SSL_FILETYPE_PEM)
    }
    sendsPreface = options.sendsPreface
    ssl = SSL_new(context)
    descriptor = try Self.connect(port)
    nghttp2_hd_deflate_new(&deflater, 4_096)
    nghttp2_hd_inflate_new(&inflater)
    if !options.protocols.isEmpty {
      SSL_set_alpn_protos(ssl, options.protocols, UInt32(options.protocols.count))
    }
    if let session = options.session { SSL_set_session(ssl, session.raw) }
    SSL_set_fd(ssl, descriptor)
    guard SSL_connect(ssl) == 1 else { throw ClientError(description: "handshake refused") }
    guard options.sendsPreface else { return }
    let settings = options.settings.flatMap { identifier, value in
      Self.bigEndian(identifier) + Self.bigEndian(value)
    }
    try send(Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + frame(4, 0, 0, settings))
    // In TLS 1.3 a refused client certificate shows on the first read alone.
    while case let received = try next(), !(received.type == 4 && received.flags == 1) {}
  }

  deinit {
    nghttp2_hd_deflate_del(deflater)
    nghttp2_hd_inflate_del(inflater)
    SSL_free(ssl)
    SSL_CTX_free(context)
    close(descriptor)
  }

  static func connect(_ port: UInt16) throws -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var limit = timeval(tv_sec: 5, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var on: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else {
      close(descriptor)
      throw ClientError(description: "connection refused")
    }
    return descriptor
  }

  // MARK: TLS

  var isResumed: Bool { SSL_session_reused(ssl) == 1 }

  var version: String { String(cString: SSL_get_version(ssl)) }

  /// The session, once its ticket has been read.
  var session: ClientSession? {
    SSL_get1_session(ssl).map { ClientSession($0) }
  }

  var serverName: String {
    let certificate = SSL_get0_peer_certificate(ssl)
    var text = [CChar](repeating: 0, count: 256)
    X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, &text, 256)
    return text.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
  }

  func send(_ bytes: [UInt8]) throws {
    guard SSL_write(ssl, bytes, Int32(bytes.count)) > 0 else { throw ClientError(description: "not taken") }
  }

  /// Takes new keys and asks the server for new ones of its own (RFC 8446 4.6.3).
  func updateKeys() throws {
    guard SSL_key_update(ssl, SSL_KEY_UPDATE_REQUESTED) == 1, SSL_do_handshake(ssl) == 1 else {
      throw ClientError(description: "no new keys")
    }
  }

  // MARK: Frames

  static func bigEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.bigEndian) { Array($0) }
  }

  func frame(_ type: UInt8, _ flags: UInt8, _ stream: Int32, _ payload: [UInt8] = []) -> [UInt8] {
    Self.bigEndian(UInt32(payload.count)).dropFirst() + [type, flags] + Self.bigEndian(stream) + payload
  }

  func headers(_ stream: Int32, _ fields: [(String, String)], ends: Bool) -> [UInt8] {
    frame(1, ends ? 5 : 4, stream, encode(fields))
  }

  /// One message, prefixed.
  static func message(_ bytes: [UInt8], flag: UInt8 = 0) -> [UInt8] {
    [flag] + bigEndian(UInt32(bytes.count)) + bytes
  }

  static func call(_ path: String, _ more: [(String, String)] = []) -> [(String, String)] {
    [
      (":method", "POST"), (":scheme", "https"), (":path", path), (":authority", "localhost"),
      ("content-type", "application/grpc"), ("te", "trailers"),
    ] + more
  }

  func encode(_ fields: [(String, String)]) -> [UInt8] {
    var bytes: [UInt8] = []
    var list: [nghttp2_nv] = []
    let storage = fields.map { (Array($0.0.utf8), Array($0.1.utf8)) }
    let pointers = storage.map { name, value in
      let room = UnsafeMutablePointer<UInt8>.allocate(capacity: name.count + value.count + 1)
      room.update(from: name + value, count: name.count + value.count)
      list.append(
        nghttp2_nv(name: room, value: room + name.count, namelen: name.count, valuelen: value.count, flags: 0)
      )
      return room
    }
    defer { for pointer in pointers { pointer.deallocate() } }
    bytes = [UInt8](repeating: 0, count: nghttp2_hd_deflate_bound(deflater, list, list.count))
    let count = nghttp2_hd_deflate_hd(deflater, &bytes, bytes.count, list, list.count)
    precondition(count >= 0, "the bound holds")
    return Array(bytes.prefix(count))
  }

  private func decode(_ block: [UInt8]) -> [String: String] {
    var fields: [String: String] = [:]
    var rest = block[...]
    while true {
      var field = nghttp2_nv()
      var flags: Int32 = 0
      let used = Array(rest).withUnsafeBufferPointer {
        nghttp2_hd_inflate_hd2(inflater, &field, &flags, $0.baseAddress, $0.count, 1)
      }
      guard used >= 0 else { return fields }
      rest = rest.dropFirst(used)
      if UInt32(flags) & NGHTTP2_HD_INFLATE_EMIT.rawValue != 0 {
        let name = String(
          decoding: UnsafeBufferPointer(start: field.name, count: field.namelen), as: UTF8.self)
        fields[name] = String(
          decoding: UnsafeBufferPointer(start: field.value, count: field.valuelen), as: UTF8.self)
      }
      if UInt32(flags) & NGHTTP2_HD_INFLATE_FINAL.rawValue != 0 { break }
    }
    nghttp2_hd_inflate_end_headers(inflater)
    return fields
  }

  /// The next frame. SETTINGS are acknowledged.
  ///
  /// - Throws: when the server closes, or is silent for five seconds.
  func next() throws -> Frame {
    early.isEmpty ? try read() : early.removeFirst()
  }

  private func read() throws -> Frame {
    try fill(9)
    let length = Int(buffer[0]) << 16 | Int(buffer[1]) << 8 | Int(buffer[2])
    try fill(9 + length)
    let stream = buffer[5..<9].reduce(Int32(0)) { $0 << 8 | Int32($1) }
    var received = Frame(
      type: buffer[3], flags: buffer[4], stream: stream, payload: Array(buffer[9..<9 + length]))
    buffer.removeFirst(9 + length)
    if received.type == 1 { received.fields = decode(received.payload) }
    if received.type == 4 && received.flags == 0 { try settings(received.payload) }
    if received.type == 0 && !received.payload.isEmpty && returnsWindows {
      let increment = Self.bigEndian(UInt32(received.payload.count))
      try send(frame(8, 0, 0, increment) + (received.endsStream ? [] : frame(8, 0, stream, increment)))
    }
    if received.type == 8 {
      windows[stream, default: initialWindow] += received.payload.reduce(0) { $0 << 8 | Int($1) }
    }
    return received
  }

  private func settings(_ payload: [UInt8]) throws {
    for start in stride(from: 0, to: payload.count, by: 6) where payload[start + 1] == 4 {
      initialWindow = payload[start + 2..<start + 6].reduce(0) { $0 << 8 | Int($1) }
    }
    if sendsPreface { try send(frame(4, 1, 0)) }
  }

  /// DATA to the end of the stream, as fast as the windows allow.
  func sendData(_ stream: Int32, _ data: [UInt8]) throws {
    var start = 0
    repeat {
      while windows[0]! <= 0 || windows[stream, default: initialWindow] <= 0 { early.append(try read()) }
      let room = min(16_384, windows[0]!, windows[stream, default: initialWindow])
      let part = Array(data[start..<min(start + room, data.count)])
      start += part.count
      windows[0]! -= part.count
      windows[stream, default: initialWindow] -= part.count
      try send(frame(0, start == data.count ? 1 : 0, stream, part))
    } while start < data.count
  }

  private func fill(_ count: Int) throws {
    var chunk = [UInt8](repeating: 0, count: 16_384)
    while buffer.count < count {
      let taken = SSL_read(ssl, &chunk, 16_384)
      guard taken > 0 else { throw ClientError(description: "closed") }
      buffer += chunk[..<Int(taken)]
    }
  }

  /// Reads until a frame of a type; others are dropped.
  func next(type: UInt8) throws -> Frame {
    while true {
      let received = try next()
      if received.type == type { return received }
    }
  }

  /// The error code of the GOAWAY that ends the connection, read to the close.
  func goAway() throws -> (code: UInt32, words: String) {
    let payload = try next(type: 7).payload
    while (try? next()) != nil {}
    let code = payload[4..<8].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return (code, String(decoding: payload[8...], as: UTF8.self))
  }

  // MARK: Calls

  /// What came back for one stream.
  struct Answer {
    var fields: [String: String] = [:]
    var data: [UInt8] = []
    /// Of RST_STREAM.
    var reset: UInt32?

    var status: String? { fields["grpc-status"] }
    var message: String? { fields["grpc-message"] }
  }

  /// Reads to the end of a stream.
  func answer(_ stream: Int32) throws -> Answer {
    var answer = Answer()
    while true {
      let received = try next()
      guard received.stream == stream else { continue }
      answer.fields.merge(received.fields) { $1 }
      if received.type == 0 { answer.data += received.payload }
      if received.type == 3 {
        answer.reset = received.payload.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return answer
      }
      if received.type <= 1 && received.endsStream { return answer }
    }
  }

  /// A call with its messages, to its end.
  func call(
    _ stream: Int32, _ path: String, _ more: [(String, String)] = [], messages: [[UInt8]] = [[]]
  ) throws -> Answer {
    let data = messages.flatMap { Self.message($0) }
    try send(headers(stream, Self.call(path, more), ends: false))
    try sendData(stream, data)
    return try answer(stream)
  }

  /// Whether the server still answers.
  func isAlive() -> Bool {
    guard (try? send(frame(6, 0, 0, Array("are-you?".utf8)))) != nil else { return false }
    return (try? next(type: 6)) != nil
  }
}

/// A TCP connection on which nothing is said.
final class RawConnection {
  private let descriptor: Int32

  init(port: UInt16) throws {
    descriptor = try TestClient.connect(port)
  }

  deinit {
    close(descriptor)
  }

  /// Waits for the end, five seconds at most.
  func isClosedByPeer() -> Bool {
    var byte: UInt8 = 0
    let count = recv(descriptor, &byte, 1, 0)
    return count == 0 || (count < 0 && errno == ECONNRESET)
  }
}
