import Casework
import Journal
import Sealing

/// Collects the personal values of one act: what is stored apart, and the commitments that the event holds in its place.
struct PersonalDraft {
  private(set) var body = PersonalBody()
  private(set) var commitments: [Commitment] = []
  private let hasher: SHA256Context
  private let random: RandomSource

  init(_ desk: Desk) {
    hasher = desk.hasher
    random = desk.random
    commitments.reserveCapacity(8)
  }

  /// Adds a value under a fresh salt; an empty one is not a value.
  mutating func add(_ kind: PersonalKind, of attribute: String = "", _ value: String) throws(Refusal) {
    var value = value
    if value.isEmpty { return }
    let salt: (UInt64, UInt64)
    do throws(SealingError) {
      salt = try random.salt()
    } catch { throw Refusal(.storeFailed) }
    withUnsafeBytes(of: salt) { salt in
      value.withUTF8 { utf8 in
        let bytes = UnsafeRawBufferPointer(utf8)
        hasher.start()
        hasher.update(salt)
        hasher.update(bytes)
        commitments.append(Commitment(kind: kind, attribute: attribute, digest: hasher.finish()))
        body.append(kind: kind, attribute: attribute, salt: salt, value: bytes)
      }
    }
  }

  mutating func add(_ form: [FormValue]) throws(Refusal) {
    for value in form where FormCheck.isGiven(value) {
      for text in value.values { try add(.formValue, of: value.attribute, text) }
    }
  }
}
