import Casework
import Journal
import Sealing

extension SmallJournal {
  /// Writes this closed journal down as version 1 of the program would have: its tables, its columns and its events'
  /// bytes. Only acts that version 1 knew may have happened.
  public func writeVersion1(to path: String) throws {
    try runSQL(version1Schema, on: path)
    var copy = "ATTACH '\(self.path)' AS later; BEGIN;"
    for (table, columns) in version1Columns {
      copy += "INSERT INTO main.\(table)(\(columns)) SELECT \(columns) FROM later.\(table);"
    }
    try runSQL(copy + "COMMIT", on: path)
    try writeVersion1Events(to: path)
    // "PSHK"
    try runSQL(
      "PRAGMA application_id = 1347635275; PRAGMA user_version = 1; PRAGMA journal_mode = WAL", on: path)
  }

  private func writeVersion1Events(to path: String) throws {
    let scan = try JournalScan(path: self.path)
    let hasher = try SHA256Context()
    var sql = "BEGIN;"
    for sequence in 1...(try scan.lastSequence) {
      var previous = Digest()
      for body in try scan.bodies(sequence) {
        let event = try CaseEvent(body)
        let bytes = event.version1(after: previous)
        previous = bytes.withUnsafeBytes { hasher.digest(of: $0) }
        let id = sequence << 16 | Int64(event.number)
        sql +=
          "UPDATE event SET body = x'\(bytes.withUnsafeBytes { Hexadecimal.text($0) })' WHERE id = \(id);"
      }
      sql += "UPDATE request SET last_hash = x'\(previous.hexadecimal)' WHERE sequence = \(sequence);"
    }
    try runSQL(sql + "COMMIT", on: path)
  }
}

extension CaseEvent {
  /// The bytes of version 1: without the groups that version 2 has behind them.
  fileprivate func version1(after previous: Digest) -> [UInt8] {
    var event = self
    event.previous = previous
    event.clock = CaseClock()
    var bytes: [UInt8] = []
    event.encode(into: &bytes)
    // The version before, and no mask behind.
    return [1] + bytes.dropFirst().dropLast(2)
  }
}
