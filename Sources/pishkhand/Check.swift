import Glibc
import Journal
import Registrar
import Sealing

/// `pishkhand check DIR`: verifies what is stored, beside a running server too.
enum Check {
  static func run(_ folder: DataFolder) throws -> Int32 {
    let keys = try KeyRing(readingFrom: folder.masterKey)
    let report = try JournalAudit.run(path: folder.journal, keys: keys) { done, all in
      writeToStandardError("checked \(done) of \(all) requests\n")
    }
    print(
      "\(report.requests) requests, \(report.events) events, \(report.personalValues) personal values checked"
    )
    for finding in report.findings { print("wrong: \(finding)") }
    if report.isSound {
      print("sound")
      return 0
    }
    return fail(
      "\(folder.journal): \(report.findings.count) findings; restore a backup, and keep this file as evidence"
    )
  }
}
