import COpenSSL
import Casework

/// Seals a page's cursor into a text that clients hand back and can neither read nor forge. One object a thread.
///
/// The construction is SIV (as in RFC 5297, with HMAC-SHA256 in place of CMAC): the first 16 bytes of an HMAC over scope
/// and cursor are both the tag and the start of AES-256-CTR. Against GCM it needs no random nonce, of which one key
/// bears only 2^32, costs no draw of random bytes, and its text is 12 bytes shorter. The price, that the same cursor
/// gives the same text, tells a client nothing that it did not ask for itself.
public final class CursorSeal {
  /// Longest cursor in bytes.
  public static let cursorBytesMax = 32
  private static let tagBytes = 16
  /// Longest text in characters: 48 bytes in base64url without padding.
  public static let textBytesMax = 64

  private let keyed: HMACContext
  private let cipher: CounterModeCipher

  /// - Throws: `library` when OpenSSL offers no AES or HMAC or has no memory.
  public init(keys: KeyRing) throws(SealingError) {
    keyed = try HMACContext(key: keys.cursorTag)
    cipher = try keys.cursorEncryption.withUnsafeBytes { (key) throws(SealingError) in
      try CounterModeCipher(key: key)
    }
  }

  /// The sealed text of a cursor.
  ///
  /// - Parameters:
  ///   - cursor: at most 32 bytes.
  ///   - scope: whom and what the cursor is for, such as a principal's number: it opens only under the same.
  public func seal(_ cursor: UnsafeRawBufferPointer, scope: UInt64) -> String {
    precondition(cursor.count <= CursorSeal.cursorBytesMax, "a cursor has at most 32 bytes")
    return withUnsafeTemporaryAllocation(
      byteCount: CursorSeal.tagBytes + cursor.count, alignment: 1
    ) { sealed in
      let tag = tag(cursor, scope: scope)
      withUnsafeBytes(of: tag) { sealed.copyMemory(from: $0) }
      let body = UnsafeMutableRawBufferPointer(rebasing: sealed[CursorSeal.tagBytes...])
      body.copyMemory(from: cursor)
      cipher.apply(to: body, start: tag)
      return Base64URL.text(UnsafeRawBufferPointer(sealed))
    }
  }

  /// The cursor that a text holds; nil if it was not sealed here under this scope.
  public func open(_ text: Span<UInt8>, scope: UInt64) -> [UInt8]? {
    guard text.count <= CursorSeal.textBytesMax, let sealed = Base64URL.bytes(text),
      sealed.count >= CursorSeal.tagBytes
    else { return nil }
    let given = sealed.withUnsafeBytes { $0.loadUnaligned(as: SIMD2<UInt64>.self) }
    var cursor = Array(sealed[CursorSeal.tagBytes...])
    cursor.withUnsafeMutableBytes { cipher.apply(to: $0, start: given) }
    let expected = cursor.withUnsafeBytes { tag($0, scope: scope) }
    // Both words at once: where the tags differ does not show in the time.
    guard (given[0] ^ expected[0]) | (given[1] ^ expected[1]) == 0 else { return nil }
    return cursor
  }

  private func tag(_ cursor: UnsafeRawBufferPointer, scope: UInt64) -> SIMD2<UInt64> {
    keyed.start()
    withUnsafeBytes(of: scope.bigEndian) { keyed.update($0) }
    keyed.update(cursor)
    return keyed.finish().withUnsafeBytes { $0.loadUnaligned(as: SIMD2<UInt64>.self) }
  }
}

/// AES-256 in counter mode, keyed once.
private final class CounterModeCipher {
  private let context: OpaquePointer

  init(key: UnsafeRawBufferPointer) throws(SealingError) {
    guard let algorithm = EVP_CIPHER_fetch(nil, "AES-256-CTR", nil) else { throw .library("fetch AES-CTR") }
    defer { EVP_CIPHER_free(algorithm) }
    guard let context = EVP_CIPHER_CTX_new() else { throw .library("start AES-CTR") }
    let bytes = key.baseAddress?.assumingMemoryBound(to: UInt8.self)
    guard EVP_EncryptInit_ex2(context, algorithm, bytes, nil, nil) == 1 else {
      EVP_CIPHER_CTX_free(context)
      throw .library("key AES-CTR")
    }
    self.context = context
  }

  deinit {
    EVP_CIPHER_CTX_free(context)
  }

  /// Encrypts or decrypts in place, from the counter block `start`.
  func apply(to bytes: UnsafeMutableRawBufferPointer, start: SIMD2<UInt64>) {
    guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    withUnsafeBytes(of: start) { start in
      mustSucceed(
        EVP_EncryptInit_ex2(context, nil, nil, start.baseAddress?.assumingMemoryBound(to: UInt8.self), nil))
    }
    var count: Int32 = 0
    mustSucceed(EVP_EncryptUpdate(context, base, &count, base, Int32(bytes.count)))
  }
}
