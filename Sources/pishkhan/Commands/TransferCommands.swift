import Glibc
import libpishkhan

extension Flag {
  fileprivate static let beforeSubmission = Flag(
    "--service", .one("S"),
    BilingualText("before a submission: the service's code", "پیش از ثبت: کد خدمت"))
  fileprivate static let ofRequest = Flag(
    "--code", .one("CODE"), BilingualText("the request's tracking code", "کد رهگیری درخواست"))
  fileprivate static let attribute = Flag(
    "--attribute", .one("A"),
    BilingualText("the file attribute of the form that it answers", "فیلد پروندهٔ فرم که این پاسخ آن است"))
  fileprivate static let fileName = Flag(
    "--name", .one("NAME"),
    BilingualText("what it is called; default the file's name", "نام آن؛ پیش‌فرض نام پرونده"))
  fileprivate static let uploadId = Flag(
    "--upload-id", .one("UUID"),
    BilingualText("go on with this upload; default a new one", "ادامهٔ این بارگذاری؛ پیش‌فرض بارگذاری تازه"))
}

extension Command {
  static let upload = Command(
    "upload", for: [.citizen, .office, .agency],
    [Operand("FILE", BilingualText("the file to send", "پرونده‌ای که فرستاده می‌شود"))],
    flags: [.beforeSubmission, .ofRequest, .secret, .attribute, .fileName, .uploadId],
    summary: BilingualText("send a file; prints the id that names it", "فرستادن پرونده؛ شناسهٔ آن چاپ می‌شود"),
    notes: [
      BilingualText(
        "The id goes into --set, or into --attachment. A broken line is mended by itself; if the program is ended,\n"
          + "the same command with --upload-id goes on where it was.",
        "شناسه در \u{2066}--set\u{2069} یا \u{2066}--attachment\u{2069} می‌آید. خط قطع‌شده خودبه‌خود وصل می‌شود؛ اگر برنامه پایان یابد\n"
          + "همین فرمان با \u{2066}--upload-id\u{2069} از همان جا ادامه می‌دهد.")
    ],
    examples: [
      ["upload", "scan.pdf", "--code", "1234-5678-9012-3456", "--secret", "123456"],
      [
        "upload", "scan.pdf", "--service", "ncr-birthcert", "--cert", "office.crt", "--cert-key",
        "office.key",
      ],
    ]
  ) { invocation throws(Failure) in
    let arguments = invocation.arguments
    let path = invocation.required(0)
    let (file, place, id) = try invocation.reading("upload") { () throws(UsageError) in
      guard arguments.isGiven(.beforeSubmission) != arguments.isGiven(.ofRequest) else {
        throw UsageError(.needsOneOf, "upload", "\(Flag.beforeSubmission.usage), \(Flag.ofRequest.usage)")
      }
      let place = UploadPlace(
        service: arguments[.beforeSubmission], trackingCode: arguments[.ofRequest],
        secret: try invocation.secret(), attribute: arguments[.attribute])
      return (try invocation.openToSend(path), place, try arguments.identifier(.uploadId) ?? .make())
    }
    let client = try invocation.client()
    try invocation.storing(with: client, Repetition(key: id, flag: .uploadId)) { () throws(CallError) in
      try client.upload(file, named: arguments[.fileName] ?? fileName(of: path), to: place, id: id)
    }
    return .done
  }

  static let download = Command(
    "download", for: [.citizen, .office, .agency, .auditor],
    [
      Operand("ID", BilingualText("the file's id", "شناسهٔ پرونده")),
      Operand("FILE", BilingualText("where it goes; must not be there yet", "جای ذخیره؛ نباید از پیش باشد")),
    ],
    flags: [.ofRequest, .secret],
    summary: BilingualText("read a file of a request", "خواندن یک پروندهٔ درخواست"),
    notes: [
      BilingualText(
        "It is written to FILE.part and renamed when all of it is there and its SHA-256 fits. The same command\n"
          + "goes on with what an earlier one left.",
        "در FILE.part نوشته می‌شود و چون همه‌اش رسید و چکیده‌اش درست بود نام می‌گیرد. همین فرمان دوباره، از جایی که\n"
          + "ماند ادامه می‌دهد.")
    ],
    examples: [
      [
        "download", "0123456789abcdef0123456789abcdef", "scan.pdf", "--code", "1234-5678-9012-3456",
        "--secret",
        "123456",
      ]
    ]
  ) { invocation throws(Failure) in
    let id = invocation.required(0)
    let target = invocation.required(1)
    let (file, secret) = try invocation.reading("download") { () throws(UsageError) in
      guard access(target, F_OK) != 0 else { throw UsageError(.fileExists, target) }
      return (try invocation.openPart(of: target), try invocation.secret())
    }
    let code = invocation.arguments[.ofRequest]
    let left = file.size
    let client = try invocation.client()
    let download: Download
    do throws(CallError) {
      download = try client.download(id, of: code, secret: secret, into: file, from: left)
    } catch {
      // What does not fit will not fit the next time either: begin anew.
      if error.status == PISHKHAN_DATA_LOSS.rawValue || file.size == 0 { unlink(file.path) }
      guard file.failure == 0 else { throw .usage(invocation.unwritable(file.path, file.failure)) }
      throw .call(error)
    }
    guard file.synchronise(), rename(file.path, target) == 0 else {
      throw .usage(invocation.unwritable(target, errno))
    }
    try invocation.show(download)
    return .done
  }
}

extension Invocation {
  fileprivate func openPart(of target: String) throws(UsageError) -> OpenFile {
    let path = target + ".part"
    let progress = TransferProgress(self)
    guard let file = OpenFile(path, O_RDWR | O_CREAT, tell: progress.tell) else {
      throw unwritable(path, errno)
    }
    return file
  }

  fileprivate func unwritable(_ path: String, _ number: Int32) -> UsageError {
    UsageError(.fileUnwritable, path, String(cString: strerror(number)), command: "download")
  }
}
