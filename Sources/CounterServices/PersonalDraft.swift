import Casework
import Journal
import Sealing

/// Collects the personal values of one act: what is stored apart, and the commitments that the event holds in its place.
struct PersonalDraft {
  private(set) var body = PersonalBody()
  private(set) var commitments: [Commitment] = []
  /// The files whose names and hashes are among the values.
  private(set) var attachments: [AttachmentReference] = []
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
    let salt = try salt()
    value.withUTF8 { add(kind, of: attribute, UnsafeRawBufferPointer($0), salt) }
  }

  private func salt() throws(Refusal) -> (UInt64, UInt64) {
    do throws(SealingError) {
      return try random.salt()
    } catch { throw Refusal(.storeFailed) }
  }

  private mutating func add(
    _ kind: PersonalKind, of attribute: String, _ bytes: UnsafeRawBufferPointer, _ salt: (UInt64, UInt64)
  ) {
    withUnsafeBytes(of: salt) { salt in
      hasher.start()
      hasher.update(salt)
      hasher.update(bytes)
      commitments.append(Commitment(kind: kind, attribute: attribute, digest: hasher.finish()))
      body.append(kind: kind, attribute: attribute, salt: salt, value: bytes)
    }
  }

  /// Adds files that the act brings into the request.
  mutating func add(_ files: [AttachmentRow]) throws(Refusal) {
    for file in files {
      let id = file.id.hexadecimal
      attachments.append(
        AttachmentReference(
          id: file.id, attribute: file.attribute, mediaType: file.mediaType.rawValue, size: file.size))
      try add(.attachmentName, of: id, file.name)
      guard let hash = file.sha256 else { continue }
      let salt = try salt()
      hash.withUnsafeBytes { add(.attachmentHash, of: id, $0, salt) }
    }
  }

  mutating func add(_ form: [FormValue]) throws(Refusal) {
    for value in form where FormCheck.isGiven(value) {
      for text in value.values { try add(.formValue, of: value.attribute, text) }
    }
  }
}
