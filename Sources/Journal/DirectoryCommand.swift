public import Casework

/// Changes the directory from a command on the data folder, beside a running server too; the server takes it in when it reads
/// its directory again.
public enum DirectoryCommand {
  /// Applies the changes that `plan` makes of the directory as it stands: all of them, in one durable transaction, or none.
  /// - Parameters:
  ///   - time: Unix milliseconds.
  ///   - plan: made inside the transaction, so that nothing comes in between.
  /// - Returns: nil once all are stored; else the first that was rejected.
  public static func apply(
    path: String, at time: Int64, _ plan: (Directory) -> [DirectoryChange]
  ) throws(JournalError) -> (change: Int, rejection: DirectoryRejection)? {
    let database = try Database.openChecked(path: path, mode: .readWrite)
    try database.makeDurable()
    // What is thrown inside leaves the transaction open: it is taken back when the connection closes.
    try database.execute("BEGIN IMMEDIATE")
    let store = try DirectoryStore(database)
    for (index, change) in plan(try DirectoryTables.load(database)).enumerated() {
      if case .rejected(let rejection) = try store.apply(change, by: .command, at: time) {
        return (index, rejection)
      }
    }
    try database.execute("COMMIT")
    return nil
  }
}
