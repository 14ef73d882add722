public import Casework

/// Tells whether a master key is the one that a journal was made with. Under another one, tracking codes and secrets would
/// be handed out that nobody can ever read again.
public enum MasterKeyTable {
  /// - Parameter fingerprint: `KeyRing.fingerprint` of the key at hand.
  /// - Throws: `wrongKey`.
  public static func verify(path: String, fingerprint: Digest) throws(JournalError) {
    let database = try Database.openChecked(path: path, mode: .readOnly)
    let stored = try Statement("SELECT fingerprint FROM master_key", on: database)
    guard try stored.step(), try stored.digest(0) == fingerprint else {
      throw JournalError(
        .wrongKey,
        "the master key is not the one that the journal \(path) was made with: put the right keys/master.key back"
      )
    }
  }

  static func store(_ fingerprint: Digest, in database: Database) throws(JournalError) {
    let insert = try Statement("INSERT INTO master_key VALUES(?)", on: database)
    insert.bind(1, fingerprint)
    try insert.run()
  }
}
