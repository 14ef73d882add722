/// A body that decides requests.
public struct Agency: Hashable, Sendable {
  public var id: String
  public var name: LocalizedName

  public init(id: String, name: LocalizedName) {
    self.id = id
    self.name = name
  }
}

/// Whether a service takes requests.
public enum ServiceStatus: String, Hashable, Sendable, CaseIterable {
  case draft
  case published
  case retired
}

/// One version of a service that an agency offers: what is asked for it, what it costs and how soon it is to be decided.
public struct ServiceDefinition: Hashable, Sendable {
  /// The number by which stored requests name this version of the service.
  public var number: UInt32
  public var code: String
  public var version: UInt32
  public var agencyId: String
  public var name: LocalizedName
  /// Target for the acknowledgement in working days; 0 means none.
  public var acknowledgeWorkingDays: UInt32
  /// Target for the decision in working days; 0 means none.
  public var decideWorkingDays: UInt32
  public var feeRial: Int64
  /// The form, in the order in which it is asked.
  public var attributes: [Attribute]
  /// Codes of the papers to bring.
  public var documents: [String]
  public var status: ServiceStatus
  /// How long a closed request is kept; 0: for ever.
  public var retentionDays: UInt32
  /// Calendar days that the citizen has for an answer; 0: `standardDays`.
  public var answerDays: UInt32
  /// Calendar days to confirm, reopen or appeal; 0: `standardDays`.
  public var remedyDays: UInt32
  /// Working days for which the citizen's turns stop the clock at the most, in all; 0: `standardPauseCap`.
  public var pauseCapWorkingDays: UInt32
  /// Where it can be submitted; empty: everywhere.
  public var channels: [Channel]

  /// What 0 stands for in `answerDays` and `remedyDays`.
  public static let standardDays: UInt32 = 30
  /// What 0 stands for in `pauseCapWorkingDays`.
  public static let standardPauseCap: UInt32 = 20

  public init(
    number: UInt32, code: String, version: UInt32, agencyId: String, name: LocalizedName,
    acknowledgeWorkingDays: UInt32 = 0, decideWorkingDays: UInt32 = 0, feeRial: Int64 = 0,
    attributes: [Attribute] = [], documents: [String] = [], status: ServiceStatus = .published,
    retentionDays: UInt32 = 0, answerDays: UInt32 = 0, remedyDays: UInt32 = 0,
    pauseCapWorkingDays: UInt32 = 0,
    channels: [Channel] = []
  ) {
    self.number = number
    self.code = code
    self.version = version
    self.agencyId = agencyId
    self.name = name
    self.acknowledgeWorkingDays = acknowledgeWorkingDays
    self.decideWorkingDays = decideWorkingDays
    self.feeRial = feeRial
    self.attributes = attributes
    self.documents = documents
    self.status = status
    self.retentionDays = retentionDays
    self.answerDays = answerDays
    self.remedyDays = remedyDays
    self.pauseCapWorkingDays = pauseCapWorkingDays
    self.channels = channels
  }

  /// Calendar days that the citizen has for an answer.
  public var answerLimitDays: UInt32 { answerDays == 0 ? Self.standardDays : answerDays }
  /// Calendar days to confirm, reopen or appeal.
  public var remedyLimitDays: UInt32 { remedyDays == 0 ? Self.standardDays : remedyDays }
  /// Working days for which the citizen's turns stop the clock at the most.
  public var pauseLimitWorkingDays: UInt32 {
    pauseCapWorkingDays == 0 ? Self.standardPauseCap : pauseCapWorkingDays
  }

  /// How long everybody has.
  public var terms: ServiceTerms {
    ServiceTerms(
      acknowledgeDays: acknowledgeWorkingDays, decideDays: decideWorkingDays,
      pauseCapDays: pauseLimitWorkingDays, answerDays: answerLimitDays, remedyDays: remedyLimitDays)
  }

  /// Can it be submitted there?
  public func isOffered(through channel: Channel) -> Bool { channels.isEmpty || channels.contains(channel) }

  /// The attribute with this code. Forms have a handful of attributes: a scan is faster than a table.
  public func attribute(_ code: String) -> Attribute? {
    attributes.first { $0.code == code }
  }
}
