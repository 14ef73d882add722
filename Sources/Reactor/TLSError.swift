import COpenSSL
import Glibc

/// A TLS file that cannot be used.
public struct TLSFileError: Error, Sendable {
  public enum Role: Sendable { case certificateChain, privateKey, clientCertificateAuthority, revocationList }

  public let role: Role
  public let path: String
  /// One line: the system's or OpenSSL's text.
  public let reason: String
}

/// OpenSSL's queue of errors, which belongs to the thread and has to be empty before `SSL_get_error` tells the truth.
enum OpenSSLErrors {
  /// The text of the newest error, with the queue emptied; "unknown" when there is none.
  static func takeReason() -> String {
    let code = ERR_peek_last_error()
    defer { ERR_clear_error() }
    guard code != 0 else { return "unknown" }
    // A system error stands in the queue as its errno (ERR_SYSTEM_FLAG of err.h).
    if code & 0x8000_0000 != 0 { return String(cString: strerror(Int32(code & 0x7FFF_FFFF))) }
    guard let reason = ERR_reason_error_string(code) else { return "error \(code)" }
    return String(cString: reason)
  }
}
