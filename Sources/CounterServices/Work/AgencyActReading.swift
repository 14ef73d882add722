import Casework
import Journal
import Messages

/// Reads what a WorkActRequest asks for, and checks it against the request that it is about and the directory.
struct AgencyActReading {
  private static let questionsMax = 32

  private(set) var checks: FieldChecks
  private let request: Pishkhan__V1__WorkActRequest
  private let record: RequestRecord
  private let principal: Principal
  private let desk: Desk
  private let note: String
  private let officer: String
  private let collectedBy: String
  private var questions: [(attribute: String, text: String)] = []
  private var files: [AttachmentRow] = []

  init(
    _ request: Pishkhan__V1__WorkActRequest, _ record: RequestRecord, _ principal: Principal, _ desk: Desk,
    _ checks: FieldChecks
  ) {
    var checks = checks
    self.request = request
    self.record = record
    self.principal = principal
    self.desk = desk
    note = checks.text("note", request.note, max: FieldChecks.noteBytesMax)
    officer = checks.line("on_behalf_of", request.on_behalf_of, max: FieldChecks.nameBytesMax)
    collectedBy = checks.line("collected_by", request.collected_by, max: FieldChecks.nameBytesMax)
    self.checks = checks
  }

  /// The personal values that the act brings, in their order.
  func personal() throws(Refusal) -> PersonalDraft {
    var personal = PersonalDraft(desk)
    try personal.add(.note, note)
    try personal.add(.onBehalfOf, officer)
    try personal.add(.collectedBy, collectedBy)
    for question in questions { try personal.add(.question, of: question.attribute, question.text) }
    try personal.add(files)
    return personal
  }

  /// - Returns: nil where `checks` say why.
  /// - Throws: what is wrong beyond the message: a service, principal or request that is not there.
  mutating func act() throws(Refusal) -> Act? {
    let act = try readAct()
    let named = desk.files(named: request.attachments, request.n_attachments, with: act, &checks)
    if act != nil && checks.violations.isEmpty {
      files = try desk.files(named, of: record, by: FileOwner(principal))
    }
    return act
  }

  private mutating func readAct() throws(Refusal) -> Act? {
    guard let action = Action(wire: request.action.rawValue) else {
      checks.refuse("action", .required)
      return nil
    }
    checkFields(action)
    switch action {
    case .acknowledge: return .acknowledge
    case .assign: return try assign()
    case .askCitizen:
      readQuestions()
      return .askCitizen(questions.map(\.attribute))
    case .askOther:
      return .askOther(checks.line("other_body", request.other_body, max: FieldChecks.nameBytesMax))
    case .return: return .return
    case .transfer: return try transfer()
    case .fulfil: return .fulfil
    case .refuse: return .refuse(reason: checks.reasonCode("reason", request.reason))
    case .markDuplicate: return try markDuplicate()
    case .addMessage: return .addMessage
    case .attach: return .attach
    case .handOver: return .handOver
    default:
      checks.refuse("action", .notInList)
      return nil
    }
  }

  // MARK: The fields of one act

  private struct Field {
    let name: String
    /// The acts that need it; every other refuses it.
    let actions: [Action]
    let isGiven: @Sendable (Pishkhan__V1__WorkActRequest) -> Bool
  }

  private static let fields = [
    Field(name: "reason", actions: [.refuse, .transfer]) { $0.reason.pointee != 0 },
    Field(name: "questions", actions: [.askCitizen]) { $0.n_questions > 0 },
    Field(name: "assignee", actions: [.assign]) { $0.assignee.pointee != 0 },
    Field(name: "service", actions: [.transfer]) { $0.service.pointee != 0 },
    Field(name: "other_body", actions: [.askOther]) { $0.other_body.pointee != 0 },
    Field(name: "linked_code", actions: [.markDuplicate]) { $0.linked_code.pointee != 0 },
    Field(name: "collected_by", actions: [.handOver]) { $0.collected_by.pointee != 0 },
  ]

  private mutating func checkFields(_ action: Action) {
    for field in Self.fields {
      let isGiven = field.isGiven(request)
      let isNeeded = field.actions.contains(action)
      if isGiven && !isNeeded { checks.refuse(field.name, .notAsked) }
      if isNeeded && !isGiven { checks.refuse(field.name, .required) }
    }
    if action == .addMessage && request.note.pointee == 0 { checks.refuse("note", .required) }
  }

  /// To an active principal of the same agency.
  private mutating func assign() throws(Refusal) -> Act? {
    let name = checks.line("assignee", request.assignee, max: FieldChecks.nameBytesMax)
    if name.isEmpty { return nil }
    guard let officer = desk.directory.principal(name: name), officer.role == .agency,
      officer.agency == principal.agency
    else { throw Refusal(.principalNameUnknown) }
    if officer.status != .active { checks.refuse("assignee", .notInList) }
    return .assign(Assignee(principal: officer.row, name: officer.name, level: officer.level))
  }

  /// To a service that takes requests, of whatever agency. A complaint stays with the body that hears it, for else its
  /// subject could come to read it; and nothing but a complaint goes there.
  private mutating func transfer() throws(Refusal) -> Act? {
    let reason = checks.reasonCode("reason", request.reason)
    let code = checks.line("service", request.service, max: FormCheck.codeBytesMax)
    if code.isEmpty { return nil }
    guard let service = desk.directory.service(code: code) else { throw Refusal(.serviceUnknown) }
    guard service.status == .published else { throw Refusal(.serviceNotPublished) }
    if record.complaint != nil || service.code == ComplaintBody.service {
      checks.refuse("service", .notInList)
    }
    return .transfer(
      TransferTarget(service: Int64(service.number), code: service.code, version: service.version),
      reason: reason)
  }

  /// Of a request that the agency may see, of the same citizen's, and that goes on itself.
  private mutating func markDuplicate() throws(Refusal) -> Act? {
    if request.linked_code.pointee == 0 { return nil }
    let code = try desk.trackingCode(request.linked_code, field: "linked_code")
    guard let linked = try desk.record(code) else {
      checks.refuse("linked_code", .unknown)
      return nil
    }
    // Whether others' requests are there, nobody learns (domain rule 5).
    let isSeen = Access.owns(principal, linked, desk.directory) && linked.citizen == record.citizen
    if !isSeen { checks.refuse("linked_code", .unknown) }
    if isSeen && [.duplicate, .withdrawn, .expired].contains(linked.state) {
      checks.refuse("linked_code", .notInList)
    }
    return .markDuplicate(of: code)
  }

  private mutating func readQuestions() {
    guard request.n_questions <= Self.questionsMax else {
      checks.refuse("questions", .tooLong)
      return
    }
    let service = desk.directory.service(row: record.service)
    for index in 0..<Int(request.n_questions) {
      guard let question = request.questions[index]?.pointee else { continue }
      let attribute = checks.line("questions.attribute", question.attribute, max: FormCheck.codeBytesMax)
      let text = checks.text("questions.\(attribute)", question.text, max: FieldChecks.questionBytesMax)
      if service?.attribute(attribute) == nil { checks.refuse("questions.\(attribute)", .unknown) }
      if question.text.pointee == 0 { checks.refuse("questions.\(attribute)", .required) }
      if questions.contains(where: { $0.attribute == attribute }) {
        checks.refuse("questions.\(attribute)", .duplicate)
      }
      questions.append((attribute, text))
    }
  }
}
