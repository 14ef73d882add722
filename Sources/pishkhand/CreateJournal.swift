import Casework
import Journal
import Sealing

/// Makes the journal of a new data folder.
enum CreateJournal {
  static func run(
    _ path: String, _ keys: KeyRing, _ directory: StartingDirectory, _ principals: [NewPrincipal]
  ) throws {
    try JournalCreation.create(
      path: path, keyFingerprint: keys.fingerprint,
      regions: String(decoding: PackageResources.regions_tsv, as: UTF8.self),
      changes: directory.changes + directory.counters + principals.map(DirectoryChange.addPrincipal),
      at: unixMilliseconds())
  }
}
