import libpishkhan

/// A service of an agency, with its form where it was asked for alone.
struct Service: Equatable, Sendable {
  let code: String
  let version: UInt32
  let agency: String
  let names: LocalizedTexts
  let targets: Targets
  let feeRial: Int64
  let attributes: [Attribute]
  let documents: [String]
  let status: Word
  let terms: Terms
  /// Where it can be submitted; empty: everywhere.
  let channels: [Word]

  /// How long things may take; 0 means what stands beside it.
  struct Terms: Equatable, Sendable {
    /// Calendar days that a closed request is kept; 0: for ever.
    let retentionDays: UInt32
    /// Calendar days for the citizen's answer; 0: 30.
    let answerDays: UInt32
    /// Calendar days to confirm, reopen or appeal; 0: 30.
    let remedyDays: UInt32
    /// Working days that the citizen's turns stop the clock at the most; 0: 20.
    let pauseCapDays: UInt32
  }

  init(_ raw: pishkhan_service) {
    code = string(raw.code)
    version = raw.version
    agency = string(raw.agency)
    names = LocalizedTexts(raw.names, raw.name_count)
    targets = Targets(acknowledge: raw.acknowledge_working_days, decide: raw.decide_working_days)
    feeRial = raw.fee_rial
    attributes = values(raw.attributes, raw.attribute_count, Attribute.init)
    documents = strings(raw.documents, raw.document_count)
    status = Word(raw.status)
    terms = Terms(
      retentionDays: raw.retention_days, answerDays: raw.answer_days, remedyDays: raw.remedy_days,
      pauseCapDays: raw.pause_cap_working_days)
    channels = values(raw.channels, raw.channel_count) { Word($0) }
  }

  private static let members = [
    "code", "version", "agency", "names", "acknowledge_working_days", "decide_working_days", "fee_rial",
    "attributes", "documents", "status", "retention_days", "answer_days", "remedy_days",
    "pause_cap_working_days", "channels",
  ]

  /// From the document that `services CODE --json` prints; version and status in it are the server's and not read.
  init(_ document: JSONValue, path: String = "") throws(UsageError) {
    let fields = try JSONFields(document, path: path, known: Service.members)
    code = try fields.requiredText("code")
    version = 0
    agency = try fields.requiredText("agency")
    names = try fields.texts("names")
    targets = Targets(
      acknowledge: try fields.number("acknowledge_working_days"),
      decide: try fields.number("decide_working_days"))
    feeRial = try fields.number("fee_rial")
    var attributes: [Attribute] = []
    for entry in try fields.objects("attributes", known: Attribute.members) {
      attributes.append(try Attribute(entry))
    }
    self.attributes = attributes
    documents = try fields.strings("documents")
    status = Word(PISHKHAN_SERVICE_STATUS_UNSPECIFIED)
    terms = Terms(
      retentionDays: try fields.number("retention_days"), answerDays: try fields.number("answer_days"),
      remedyDays: try fields.number("remedy_days"), pauseCapDays: try fields.number("pause_cap_working_days"))
    channels = try fields.words("channels", pishkhan_channel.self).map { Word($0) }
  }

  func raw(_ pool: CStringPool) -> pishkhan_service {
    var raw = pishkhan_service()
    raw.size = MemoryLayout<pishkhan_service>.size
    raw.code = pool.text(code)
    raw.agency = pool.text(agency)
    raw.names = pool.texts(names)
    raw.name_count = names.entries.count
    raw.acknowledge_working_days = targets.acknowledge
    raw.decide_working_days = targets.decide
    raw.fee_rial = feeRial
    raw.attributes = pool.array(attributes.map { pool.array([$0.raw(pool)]) })
    raw.attribute_count = attributes.count
    raw.documents = pool.array(documents.map(pool.text))
    raw.document_count = documents.count
    raw.retention_days = terms.retentionDays
    raw.answer_days = terms.answerDays
    raw.remedy_days = terms.remedyDays
    raw.pause_cap_working_days = terms.pauseCapDays
    raw.channels = pool.array(channels.map { pishkhan_channel(word: $0) })
    raw.channel_count = channels.count
    return raw
  }
}

/// How soon an agency means to act, in working days; 0 means no target.
struct Targets: Equatable, Sendable {
  let acknowledge: UInt32
  let decide: UInt32

  func text(_ writing: Writing) -> String {
    var parts: [String] = []
    if acknowledge > 0 {
      let message: Message = acknowledge == 1 ? .acknowledgeDay : .acknowledgeDays
      parts.append(writing.text(message, writing.number(acknowledge)))
    }
    if decide > 0 {
      let message: Message = decide == 1 ? .decideDay : .decideDays
      parts.append(writing.text(message, writing.number(decide)))
    }
    return parts.joined(separator: writing.comma)
  }

  var json: [JSONValue.Member] {
    [
      JSONValue.Member("acknowledge_working_days", .number(acknowledge)),
      JSONValue.Member("decide_working_days", .number(decide)),
    ]
  }
}
