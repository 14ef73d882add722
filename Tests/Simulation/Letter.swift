import Casework
import Journal
import Registrar
import Sealing
import TestSupport

/// One thing that a machine sends until it has an answer: always with the same key and the same content.
struct Letter {
  /// Its key's number.
  let number: UInt64
  let filing: Filing
  /// How often it was sent.
  var sendings = 0
  /// A broken client sent it with the key of another.
  var isForged = false

  var command: Command { filing.command }

  /// The request that it is about; 0: a new one.
  var sequence: Int64 {
    if case .request(let sequence, _) = filing.target { sequence } else { 0 }
  }
}

/// Writes letters: keys, salts, commitments and content hashes, all from the play's own numbers.
final class Scribe {
  private let hasher: SHA256Context
  private let citizenKeys: HMACContext
  private var numbers: SplitMix64
  private(set) var written: UInt64 = 0

  init(keys: KeyRing, seed: UInt64) throws {
    hasher = try SHA256Context()
    citizenKeys = try HMACContext(key: keys.citizenKey)
    numbers = SplitMix64(seed: seed)
  }

  func citizenKey(_ nationalId: String) -> Digest {
    Array(nationalId.utf8).withUnsafeBytes { citizenKeys.code(of: $0) }
  }

  func letter(
    _ target: Target, _ act: Act, _ actor: Actor, seeing version: UInt32? = nil,
    _ values: [(PersonalKind, String, String)] = []
  ) -> Letter {
    written += 1
    var personal = PersonalBody()
    var commitments: [Commitment] = []
    for (kind, attribute, text) in values {
      commitments.append(commit(kind, attribute, text, &personal))
    }
    let number = written
    let key = withUnsafeBytes(of: (UInt64(7).bigEndian, number.bigEndian)) {
      IdempotencyKey(scope: actor.principal, bytes: $0)
    }
    guard let key else { preconditionFailure("a key has 16 bytes") }
    return Letter(
      number: number,
      filing: Filing(
        target: target,
        command: Command(act: act, actor: actor, expectedVersion: version, commitments: commitments),
        personal: personal, key: key, content: content(number)))
  }

  /// The same key with other content, as a broken client sends it.
  func forged(_ letter: Letter) -> Letter {
    var filing = letter.filing
    filing.content = content(letter.number + 1 << 40)
    return Letter(number: letter.number, filing: filing, isForged: true)
  }

  /// A change of the directory.
  func change(_ change: DirectoryChange) -> DirectoryOrder {
    let filing = letter(.newRequest, .addMessage, Province.citizen).filing
    return DirectoryOrder(change: change, actor: .command, key: filing.key, content: filing.content)
  }

  private func content(_ number: UInt64) -> ContentHash {
    withUnsafeBytes(of: number) { ContentHash(hasher.digest(of: $0)) }
  }

  private func commit(
    _ kind: PersonalKind, _ attribute: String, _ text: String, _ personal: inout PersonalBody
  ) -> Commitment {
    withUnsafeBytes(of: (numbers.next(), numbers.next())) { salt in
      Array(text.utf8).withUnsafeBytes { value in
        personal.append(kind: kind, attribute: attribute, salt: salt, value: value)
        hasher.start()
        hasher.update(salt)
        hasher.update(value)
      }
    }
    return Commitment(kind: kind, attribute: attribute, digest: hasher.finish())
  }
}
