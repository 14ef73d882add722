/// The header fields of one request that the server itself acts on, gathered as they arrive, and what follows from them:
/// the one place for the HTTP and gRPC rules of a request's start.
struct RequestHead {
  enum HTTPMethod { case missing, post, get, head, other }
  enum ContentType { case missing, grpc, other }
  enum Encoding { case identity, gzip, unknown }

  /// What to do with the request.
  enum Verdict {
    case call(Unmanaged<MethodEntry>)
    /// The page that `GET /` shows.
    case page
    /// Plain HTTP.
    case http(HTTPStatus)
    /// A gRPC error, as Trailers-Only.
    case refuse(StatusCode, StaticString)
  }

  enum HTTPStatus { case notFound, methodNotAllowed, unsupportedMediaType, headersTooLarge }

  private(set) var method = HTTPMethod.missing
  private(set) var contentType = ContentType.missing
  private(set) var encoding = Encoding.identity
  private(set) var acceptsGzip = false
  /// Nanoseconds.
  private(set) var timeout: UInt64?
  private(set) var hasMalformedTimeout = false
  private(set) var hasMalformedMetadata = false
  private(set) var isRootPath = false
  /// Kept by the table of methods.
  private(set) var entry: Unmanaged<MethodEntry>?
  /// Counted as RFC 9113 6.5.2 counts it.
  private(set) var listBytes = 0

  /// Takes a field.
  ///
  /// - Returns: whether it is metadata, which the call keeps.
  mutating func take(
    _ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer, methods: MethodTable
  ) -> Bool {
    listBytes += name.count + value.count + 32
    guard let first = name.first else { return false }
    switch first {
    case UInt8(ascii: ":"):
      pseudo(name, value, methods: methods)
      return false
    case UInt8(ascii: "c") where name.equals("content-type"):
      contentType = Self.contentType(value)
      return false
    case UInt8(ascii: "t") where name.equals("te"): return false
    case UInt8(ascii: "g") where name.starts(with: "grpc-"):
      reserved(name, value)
      return false
    default:
      if name.ends(with: "-bin") && !Self.isBase64List(value) { hasMalformedMetadata = true }
      return true
    }
  }

  private mutating func pseudo(
    _ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer, methods: MethodTable
  ) {
    if name.equals(":path") {
      entry = methods[value]
      isRootPath = value.equals("/")
    } else if name.equals(":method") {
      if value.equals("POST") {
        method = .post
      } else if value.equals("GET") {
        method = .get
      } else {
        method = value.equals("HEAD") ? .head : .other
      }
    }
  }

  private mutating func reserved(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
    if name.equals("grpc-timeout") {
      timeout = CallTimeout.parse(value)
      hasMalformedTimeout = timeout == nil
    } else if name.equals("grpc-encoding") {
      encoding = value.equals("identity") ? .identity : value.equals("gzip") ? .gzip : .unknown
    } else if name.equals("grpc-accept-encoding") {
      acceptsGzip = value.split(separator: UInt8(ascii: ",")).contains { item in
        UnsafeRawBufferPointer(rebasing: item).trimmed.equals("gzip")
      }
    }
  }

  /// `application/grpc`, alone or followed by a subtype or a parameter. `application/grpc-web` is another protocol.
  private static func contentType(_ value: UnsafeRawBufferPointer) -> ContentType {
    guard value.starts(with: "application/grpc") else { return .other }
    guard value.count > 16 else { return .grpc }
    switch value[16] {
    case UInt8(ascii: "+"), UInt8(ascii: ";"), UInt8(ascii: " "): return .grpc
    default: return .other
    }
  }

  private static func isBase64List(_ value: UnsafeRawBufferPointer) -> Bool {
    value.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).allSatisfy { item in
      Base64.decode(UnsafeRawBufferPointer(rebasing: item).trimmed) != nil
    }
  }

  /// - Parameter maximumListBytes: of the header list.
  func verdict(maximumListBytes: Int) -> Verdict {
    let isTooLarge = listBytes > maximumListBytes
    guard contentType == .grpc else {
      if isTooLarge { return .http(.headersTooLarge) }
      switch method {
      case .get, .head: return isRootPath ? .page : .http(.notFound)
      case .post: return .http(.unsupportedMediaType)
      case .other, .missing: return .http(.methodNotAllowed)
      }
    }
    guard method == .post else { return .http(.methodNotAllowed) }
    if isTooLarge { return .refuse(.resourceExhausted, "request headers are too large") }
    guard let entry else { return .refuse(.unimplemented, "unknown method") }
    if hasMalformedTimeout { return .refuse(.internal, "malformed grpc-timeout") }
    if hasMalformedMetadata { return .refuse(.internal, "malformed binary metadata") }
    if encoding == .unknown { return .refuse(.unimplemented, "unknown grpc-encoding") }
    return .call(entry)
  }
}
