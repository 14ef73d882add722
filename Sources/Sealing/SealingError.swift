import COpenSSL
import Glibc

/// Why a key, a certificate or a file of either could not be made or read. `description` is one line for an operator.
public enum SealingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A file could not be made, read or written: what was tried, and `errno`.
  case file(action: String, path: String, errno: Int32)
  /// A file of secrets can be read or written by others than its owner.
  case permissions(path: String, mode: UInt32)
  /// A file does not hold what it should.
  case malformed(path: String, expected: String)
  /// OpenSSL refused a step: out of memory, out of entropy, or a provider that lacks the algorithm.
  case library(step: String, detail: String)

  /// The failure of an OpenSSL call, with the library's own words. Empties this thread's error queue: what is left
  /// in it would be taken for the failure of a later call.
  static func library(_ step: String) -> SealingError {
    let code = ERR_peek_last_error()
    ERR_clear_error()
    guard code != 0 else { return .library(step: step, detail: "no reason given") }
    let detail = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
      ERR_error_string_n(code, buffer.baseAddress, buffer.count)
      return String(cString: buffer.baseAddress!)
    }
    return .library(step: step, detail: detail)
  }

  public var description: String {
    switch self {
    case .file(let action, let path, let errno):
      "\(path): cannot \(action): \(String(cString: strerror(errno)))"
    case .permissions(let path, let mode):
      "\(path): mode \(String(mode, radix: 8)) lets others than the owner in; run: chmod 600 \(path)"
    case .malformed(let path, let expected):
      "\(path): expected \(expected)"
    case .library(let step, let detail):
      "OpenSSL cannot \(step): \(detail)"
    }
  }
}
