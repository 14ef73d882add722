public import Casework

/// Makes a new journal: schema, provinces, and the directory that it starts with.
public enum JournalCreation {
  /// Creates the file.
  /// - Parameters:
  ///   - keyFingerprint: `KeyRing.fingerprint` of the key that the journal belongs to.
  ///   - regions: lines of code, Persian name, English name and population, tab-separated, after a header line.
  ///   - changes: what the directory starts with, in an order in which each finds what it names.
  ///   - time: Unix milliseconds.
  /// - Throws: `alreadyThere` where the file exists; nothing of it is touched.
  public static func create(
    path: String, keyFingerprint: Digest, regions: String, changes: [DirectoryChange], at time: Int64
  ) throws(JournalError) {
    let database = try Database(path: path, mode: .create)
    guard try database.integer("SELECT count(*) FROM sqlite_schema") == 0 else {
      throw JournalError(.alreadyThere, "there is a journal at \(path) already")
    }
    try database.makeDurable()
    try database.execute("BEGIN IMMEDIATE")
    try database.execute(Schema.tables)
    for addition in Schema.additions { try database.execute(addition) }
    try MasterKeyTable.store(keyFingerprint, in: database)
    try importRegions(regions, into: database)
    let store = try DirectoryStore(database)
    for change in changes {
      if case .rejected(let rejection) = try store.apply(change, by: .command, at: time) {
        throw JournalError(.other, "the directory to start with is not right: \(change.kind): \(rejection)")
      }
    }
    try database.execute(
      """
      PRAGMA application_id = \(Schema.applicationId);
      PRAGMA user_version = \(Schema.version);
      COMMIT;
      """)
  }

  private static func importRegions(_ lines: String, into database: Database) throws(JournalError) {
    let statement = try Statement("INSERT INTO region VALUES(?, ?, ?, ?)", on: database)
    for line in lines.split(separator: "\n") where line.hasPrefix("IR-") {
      let columns = line.split(separator: "\t").map(String.init)
      guard columns.count == 4, let population = Int64(columns[3]) else {
        throw JournalError(.other, "a line of the provinces has not four columns: \(line)")
      }
      for (index, text) in columns.prefix(3).enumerated() { statement.bind(Int32(index + 1), text) }
      statement.bind(4, population)
      try statement.run()
    }
  }
}
