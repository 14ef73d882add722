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
    let files = try CheckFiles.run(folder)
    print(
      "\(report.requests) requests, \(report.events) events, \(report.personalValues) personal values, \(files.count) files checked"
    )
    let findings = report.findings + files.findings
    for finding in findings { print("wrong: \(finding)") }
    for stray in files.strays { print("stray: \(stray)") }
    if findings.isEmpty {
      print("sound")
      return 0
    }
    let place = report.isSound ? folder.attachments : folder.journal
    return fail("\(place): \(findings.count) findings; restore a backup, and keep this one as evidence")
  }
}
