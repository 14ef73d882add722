import Journal

/// Whose or what's guesses are counted.
public enum GuessSubject: Hashable, Sendable {
  /// Wrong secrets for a tracking code, whether a request has it or not: so both answer alike.
  case code(UInt64)
  /// Unknown tracking codes asked for by a principal.
  case principal(Int64)
  /// Unknown tracking codes asked for from an address without a certificate. IPv6: the /64 prefix.
  case address([UInt8])
  /// Wrong secrets of whatever codes, tried by a principal: who has many codes has five guesses at each.
  case secretsOfPrincipal(Int64)
  /// The same from an address without a certificate.
  case secretsFromAddress([UInt8])

  /// How it is stored.
  var bytes: [UInt8] {
    switch self {
    case .code(let number): [1] + withUnsafeBytes(of: number.bigEndian, Array.init)
    case .principal(let row): [2] + withUnsafeBytes(of: row.bigEndian, Array.init)
    case .address(let bytes): [3] + bytes
    case .secretsOfPrincipal(let row): [4] + withUnsafeBytes(of: row.bigEndian, Array.init)
    case .secretsFromAddress(let bytes): [5] + bytes
    }
  }

  init?(bytes: [UInt8]) {
    guard let kind = bytes.first else { return nil }
    let rest = bytes.dropFirst()
    let number = rest.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    switch kind {
    case 1 where rest.count == 8: self = .code(number)
    case 2 where rest.count == 8: self = .principal(Int64(bitPattern: number))
    case 3: self = .address(Array(rest))
    case 4 where rest.count == 8: self = .secretsOfPrincipal(Int64(bitPattern: number))
    case 5: self = .secretsFromAddress(Array(rest))
    default: return nil
    }
  }

  /// The first wait in milliseconds, and the longest. A peer's are short: many citizens may stand behind one address, and
  /// a code among 10^13 is not found by one try a minute.
  var firstWait: Int64 {
    if case .code = self { 10_000 } else { 1_000 }
  }

  var longestWait: Int64 {
    if case .code = self { 3_600_000 } else { 60_000 }
  }

  /// Wrong guesses without a wait. Behind an office or an address stand many citizens who mistype.
  var freeGuesses: UInt32 {
    switch self {
    case .code, .principal, .address: 5
    case .secretsOfPrincipal, .secretsFromAddress: 1_000
    }
  }

  /// Milliseconds of quiet after which a subject starts anew.
  public var memory: Int64 {
    switch self {
    case .code, .principal, .address: GuessLimiter.memory
    case .secretsOfPrincipal, .secretsFromAddress: 3_600_000
    }
  }

  /// Wrong guesses that time has taken off a count which is not limited yet: an office that mistypes all day long, but less
  /// than its free guesses an hour, never waits.
  func faded(_ count: GuessCount, now: Int64) -> UInt32 {
    switch self {
    case .code, .principal, .address: return count.wrong
    case .secretsOfPrincipal, .secretsFromAddress:
      guard !isLimited(count) else { return count.wrong }
      let faded = max(0, now - count.last) / (memory / Int64(freeGuesses))
      return count.wrong - UInt32(min(Int64(count.wrong), faded))
    }
  }

  /// The free guesses are used up.
  func isLimited(_ count: GuessCount) -> Bool { count.wrong >= freeGuesses }
}
