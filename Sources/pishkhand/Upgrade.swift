import Journal

/// `pishkhand upgrade DIR`: what `serve` does first with the journal of an earlier version, without serving it.
enum Upgrade {
  static func run(_ folder: DataFolder) throws -> Int32 {
    let lock = try FolderLock(folder)
    defer { lock.release() }
    guard let report = try run(folder.journal) else {
      print("\(folder.journal) has this version already; nothing was changed")
      return 0
    }
    print("\(folder.journal): version \(report.from) is now version \(report.to)")
    print("\(report.backup): the journal as it was before")
    return 0
  }

  /// - Returns: nil where the journal is of this version already.
  static func run(_ journal: String) throws -> JournalMigration.Report? {
    let directory = try StartingDirectory()
    return try JournalMigration.run(
      path: journal, at: unixMilliseconds(), following: directory.missing(in:))
  }
}
