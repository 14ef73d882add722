import Glibc

/// A file that goes to the server before what names it.
struct FileToSend {
  let file: OpenFile
  let place: UploadPlace
  let id: IdempotencyKey
}

/// What became of the files that were sent.
struct SentFiles {
  /// Values of the form: ids of the files that answer an attribute.
  var form: [FormValue] = []
  /// Ids of the files that are added.
  var added: [String] = []
}

extension Invocation {
  /// Opens the files that two flags name.
  /// - Parameters:
  ///   - attached: "ATTRIBUTE=FILE"; the place is then of that attribute.
  ///   - key: of the write that will name them. Their upload ids are made of it: the command repeated with the same
  ///     key goes on with the same uploads, and names the same files.
  func filesToSend(
    attachedTo attached: Flag, added: Flag?, to place: UploadPlace, key: IdempotencyKey
  ) throws(UsageError) -> [FileToSend] {
    var files: [FileToSend] = []
    func add(_ path: String, _ attribute: String?) throws(UsageError) {
      var own = place
      own.attribute = attribute
      files.append(
        FileToSend(
          file: try openToSend(path), place: own, id: key.derived(UInt16(truncatingIfNeeded: files.count + 1))
        ))
    }
    for typed in arguments.all(attached) {
      let assignment = try Assignment(typed, of: attached)
      try add(assignment.value, assignment.name)
    }
    for path in added.map({ arguments.all($0) }) ?? [] { try add(path, nil) }
    return files
  }

  func openToSend(_ path: String) throws(UsageError) -> OpenFile {
    let progress = TransferProgress(self)
    guard let file = OpenFile(path, O_RDONLY, tell: progress.tell) else {
      throw UsageError(.fileUnreadable, path, String(cString: strerror(errno)))
    }
    return file
  }
}

extension CounterClient {
  func send(_ files: [FileToSend]) throws(CallError) -> SentFiles {
    var sent = SentFiles()
    for file in files {
      let upload = try upload(file.file, named: fileName(of: file.file.path), to: file.place, id: file.id)
      guard let attachment = upload.attachment else { throw CallError.unreadableAnswer }
      if let attribute = file.place.attribute {
        sent.form.append(FormValue(attribute: attribute, values: [attachment.id]))
      } else {
        sent.added.append(attachment.id)
      }
    }
    return sent
  }
}

/// The last part of a path.
func fileName(of path: String) -> String {
  path.split(separator: "/").last.map(String.init) ?? path
}

/// How far a file has come, on one line of a terminal; nothing where standard error is none.
final class TransferProgress {
  private let console: Console
  private let isShown: Bool
  private var percentTold: UInt64?

  init(_ invocation: Invocation) {
    console = invocation.console
    isShown = !invocation.settings.json && isatty(STDERR_FILENO) == 1
  }

  func tell(_ done: UInt64, _ total: UInt64) {
    let percent = total == 0 ? 100 : done * 100 / total
    guard isShown, percent != percentTold else { return }
    percentTold = percent
    let writing = console.writing
    console.progress(
      writing.text(.transferProgress, writing.number(done), writing.number(total)), isLast: done == total)
  }
}
