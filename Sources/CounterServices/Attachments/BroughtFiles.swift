import Casework
import Journal

// The files that an act brings into its request: each is an own upload for it that no event holds yet.

/// Whose uploads an act may bring.
struct FileOwner {
  let principal: Principal?
  /// The sequence of the request whose citizen's secret was given.
  let citizenOf: Int64?

  init(_ principal: Principal?, citizenOf sequence: Int64? = nil) {
    self.principal = principal
    citizenOf = sequence
  }
}

extension Desk {
  /// The files that a form's values name; what is wrong with them goes to the checks, beside what else is wrong with the form.
  /// - Parameters:
  ///   - field: what the form is called in its message.
  ///   - request: the sequence of the request that is answered; 0 for a submission.
  func files(
    inForm form: [FormValue], _ field: String, of service: ServiceDefinition, request: Int64,
    by owner: FileOwner,
    _ checks: inout FieldChecks
  ) throws(Refusal) -> [AttachmentRow] {
    var files: [AttachmentRow] = []
    for value in form {
      guard let attribute = service.attribute(value.attribute), attribute.type == .file,
        let text = value.values.first, let id = AttachmentId(hexadecimal: text)
      else { continue }
      let found = try row(id)
      guard let file = found, isOwn(file, owner), file.attribute == attribute.code,
        file.service == service.code, file.isBound || file.request == request
      else {
        checks.refuse("\(field).\(attribute.code)", .unknown)
        continue
      }
      if let reason = fault(of: file, attribute) {
        checks.refuse("\(field).\(attribute.code)", reason)
      } else {
        files.append(file)
      }
    }
    return files
  }

  /// The definition may have changed since the upload.
  private func fault(of file: AttachmentRow, _ attribute: Attribute) -> FieldReason? {
    let rule = FileRule(attribute)
    if file.isBound { return .duplicate }
    if !rule.mediaTypes.contains(file.mediaType) { return .mediaType }
    return file.size > rule.bytesMax ? .tooLarge : nil
  }

  private func isOwn(_ file: AttachmentRow, _ owner: FileOwner) -> Bool {
    isOwn(file, owner.principal, citizenOf: owner.citizenOf)
  }

  /// The ids in an act's `attachments`.
  func files(
    named list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, _ count: Int, with act: Act?,
    _ checks: inout FieldChecks
  ) -> [AttachmentId] {
    guard count <= AttachmentReference.limit else {
      checks.refuse("attachments", .tooLong)
      return []
    }
    if let act, count > 0, !act.bringsFiles { checks.refuse("attachments", .notAsked) }
    if act == .attach && count == 0 { checks.refuse("attachments", .required) }
    var ids: [AttachmentId] = []
    for index in 0..<count {
      guard let text = list?[index], let id = AttachmentId(hexadecimal: String(cString: text)) else {
        checks.refuse("attachments", .unknown)
        continue
      }
      if ids.contains(id) { checks.refuse("attachments", .duplicate) }
      ids.append(id)
    }
    return ids
  }

  /// The files behind an act's ids.
  /// - Throws: `attachmentUnknown` where one is no own upload for this request, or is in it already.
  func files(
    _ ids: [AttachmentId], of record: RequestRecord, by owner: FileOwner
  ) throws(Refusal) -> [AttachmentRow] {
    var files: [AttachmentRow] = []
    for id in ids {
      guard let file = try row(id), isOwn(file, owner), file.request == record.sequence, !file.isBound else {
        throw Refusal(.attachmentUnknown)
      }
      files.append(file)
    }
    return files
  }
}

extension Act {
  /// May its message name uploads?
  fileprivate var bringsFiles: Bool {
    switch self {
    case .attach, .addMessage, .reopen, .appeal, .fulfil, .refuse: true
    default: false
    }
  }
}
