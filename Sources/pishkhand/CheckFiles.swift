import Attachments
import Casework
import Journal

/// The stored files' part of `pishkhand check`: each that the journal has is on the disk, with its size and bytes.
enum CheckFiles {
  /// - Returns: how many files were checked; what is wrong, and which files belong to nothing, a line each.
  static func run(_ folder: DataFolder) throws -> (count: Int, findings: [String], strays: [String]) {
    var audit = try FileAudit(path: folder.attachments)
    var count = 0
    let scan = try JournalScan(path: folder.journal)
    try scan.forEachAttachment { (row) throws(JournalError) in
      count += 1
      audit.expect(row.id, size: row.size, sha256: try hash(of: row, scan))
    }
    try audit.findStrays()
    // Beside a running server: what was stored or removed since the scan began is no finding.
    let now = try JournalScan(path: folder.journal)
    var (findings, strays): ([String], [String]) = ([], [])
    for finding in audit.findings {
      switch (finding.kind, try now.attachment(finding.id) != nil) {
      case (.ofNobody, true), (.missing, false), (.unreadable, false), (.otherSize, false),
        (.otherBytes, false):
        break
      case (.ofNobody, false): strays.append(finding.description)
      default: findings.append(finding.description)
      }
    }
    return (count, findings, strays)
  }

  /// Of the bytes as stored: it moves to the personal values of the event that holds the file.
  private static func hash(of row: AttachmentRow, _ scan: JournalScan) throws(JournalError) -> Digest? {
    guard row.isBound else { return row.sha256 }
    let values = try scan.personalValues(of: EventId(sequence: row.request, number: row.event))
    let id = row.id.hexadecimal
    return values.first { $0.kind == .attachmentHash && $0.attribute == id }.flatMap { Digest($0.value) }
  }
}
