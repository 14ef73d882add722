import Casework

/// A tracking code with a right check, for tests that need any.
let sampleCode = TrackingCode(epoch: 0, encrypted: 4_711)

/// 32 bytes of one value.
func digest(of byte: UInt8) -> Digest { Digest([UInt8](repeating: byte, count: Digest.byteCount))! }

extension RequestRecord {
  /// A request in a state, claimed by principal 7 and asked for `asked`, whose last event is the fourth.
  static func sample(_ state: RequestState, version: UInt32 = 4, asked: [String] = []) -> RequestRecord {
    RequestRecord(
      sequence: 1, trackingCode: sampleCode, version: version, state: state, service: 3, office: 2,
      channel: .counter, assisted: false, region: "IR-07", citizen: digest(of: 9), submitted: 1_000,
      changed: 2_000, assignee: 7, lastHash: digest(of: 8), reason: "", asked: asked, feedbackGiven: false,
      secretGeneration: 0, decision: 0)
  }
}

extension Actor {
  static func sample(_ role: Role, principal: Int64 = 7) -> Actor {
    Actor(
      role: role, principal: principal, name: "principal-\(principal)",
      office: role == .office ? "office-1" : "", channel: .counter, assisted: role == .office)
  }
}

extension Submission {
  static let sample = Submission(
    service: 3, serviceCode: "id-card", serviceVersion: 2, office: 2, region: "IR-07", citizen: digest(of: 9))
}

extension Action {
  /// The act with what it has to carry at least, for a request that is asked for "photo".
  var sampleAct: Act {
    switch self {
    case .submit: .submit(.sample)
    case .acknowledge: .acknowledge
    case .claim: .claim
    case .askCitizen: .askCitizen(["photo"])
    case .answer: .answer(["photo"])
    case .fulfil: .fulfil
    case .refuse: .refuse(reason: "incomplete")
    case .confirm: .confirm
    case .withdraw: .withdraw
    case .giveFeedback: .giveFeedback([SurveyNumber(question: "overall", number: 4)], .partly)
    }
  }
}

extension Command {
  init(_ act: Act, by actor: Actor, seeing version: UInt32?, _ commitments: [Commitment] = []) {
    self.init(act: act, actor: actor, expectedVersion: version, commitments: commitments)
  }
}

/// How a command ends: the event, or why there is none.
func outcome(_ record: RequestRecord, _ command: Command, now: Int64 = 3_000) -> Result<CaseEvent, Rejection>
{
  Result { () throws(Rejection) in try decide(record, command, now: now) }
}
