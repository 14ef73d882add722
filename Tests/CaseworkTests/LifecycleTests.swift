import Testing

@testable import Casework

/// What the counter promises, written down apart from the code: for each act who may do it, and for each state where it
/// leads. A dot: refused in that state. An equals sign: allowed, and the state stays. The columns are the states submitted
/// (sub), acknowledged, assigned, waitingCitizen, waitingOther, fulfilled, refused, closed, withdrawn, duplicate, expired.
private let lifecycle = """
  act           who            sub ack asg wci wot ful ref clo wdr dup exp
  submit        -              .   .   .   .   .   .   .   .   .   .   .
  acknowledge   agency         ack .   .   .   .   .   .   .   .   .   .
  claim         agency         asg asg asg .   .   .   .   .   .   .   .
  assign        agency         asg asg asg .   .   .   .   .   .   .   .
  release       agency         .   .   ack .   .   .   .   .   .   .   .
  lapse         system         .   .   ack .   .   .   .   .   .   .   .
  askCitizen    agency         .   .   wci .   .   .   .   .   .   .   .
  answer        citizen,office .   .   .   asg .   .   .   .   .   .   .
  askOther      agency         .   .   wot .   .   .   .   .   .   .   .
  return        agency         .   .   .   .   asg .   .   .   .   .   .
  transfer      agency         .   sub sub .   .   .   .   .   .   .   .
  fulfil        agency         .   .   ful .   .   .   .   .   .   .   .
  refuse        agency         .   .   ref .   .   .   .   .   .   .   .
  withdraw      citizen        wdr wdr wdr wdr wdr .   .   .   .   .   .
  markDuplicate agency         dup dup dup dup dup .   .   .   .   .   .
  expire        system         .   .   .   exp .   .   .   .   .   .   .
  confirm       citizen        .   .   .   .   .   clo clo .   .   .   .
  close         system         .   .   .   .   .   clo clo .   .   .   .
  reopen        citizen        .   .   .   .   .   asg asg asg .   asg asg
  appeal        citizen        .   .   .   .   .   .   asg asg .   asg asg
  addMessage    citizen,agency =   =   =   =   =   =   =   =   .   =   =
  attach        citizen,agency =   =   =   =   =   =   =   =   .   =   =
  handOver      agency         .   .   .   .   .   =   .   =   .   .   .
  giveFeedback  citizen        .   .   .   .   .   =   =   =   =   =   =
  replaceSecret citizen        =   =   =   =   =   =   =   =   =   =   =
  warn          system         =   =   =   =   =   .   .   .   .   .   .
  escalate      system         =   =   =   =   =   .   .   .   .   .   .
  reschedule    system         =   =   =   =   =   =   =   .   .   .   .
  """

private let columns: [String: RequestState] = [
  "sub": .submitted, "ack": .acknowledged, "asg": .assigned, "wci": .waitingCitizen, "wot": .waitingOther,
  "ful": .fulfilled, "ref": .refused, "clo": .closed, "wdr": .withdrawn, "dup": .duplicate, "exp": .expired,
]

/// One line of the table.
struct LifecycleRow: Sendable, CustomTestStringConvertible {
  let action: Action
  let roles: [Role]
  let cells: [RequestState: String]

  var testDescription: String { "\(action)" }

  static let all: [LifecycleRow] = {
    let lines = lifecycle.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    let states = lines[0].dropFirst(2).map { columns[$0]! }
    return lines.dropFirst().map { words in
      LifecycleRow(
        action: Action.allCases.first { "\($0)" == words[0] }!,
        roles: words[1].split(separator: ",").compactMap { name in Role.allCases.first { "\($0)" == name } },
        cells: Dictionary(uniqueKeysWithValues: zip(states, words.dropFirst(2))))
    }
  }()

  func expected(_ state: RequestState, _ role: Role) -> Result<RequestState, Rejection> {
    // Nothing is ever submitted to a request that exists, whoever tries.
    if action == .submit { return .failure(.wrongState(state, action)) }
    guard roles.contains(role) else { return .failure(.roleNotAllowed(role, action)) }
    switch cells[state]! {
    case ".": return .failure(.wrongState(state, action))
    case "=": return .success(state)
    case let name: return .success(columns[name]!)
    }
  }
}

@Suite("The lifecycle")
struct LifecycleTests {
  @Test("has a line for every act and a column for every state")
  func isWholeTable() {
    #expect(Set(LifecycleRow.all.map(\.action)) == Set(Action.allCases))
    for row in LifecycleRow.all { #expect(Set(row.cells.keys) == Set(RequestState.allCases)) }
    #expect(Set(Lifecycle.transitions.map(\.action)) == Set(Action.allCases).subtracting([.submit]))
    #expect(Lifecycle.transitions.count == Action.allCases.count - 1)
  }

  @Test(
    "allows and refuses every act in every state to every role as the table says", arguments: LifecycleRow.all
  )
  func decidesByTable(_ row: LifecycleRow) {
    for state in RequestState.allCases {
      for role in Role.allCases {
        let (record, now) = RequestRecord.ready(for: row.action, in: state)
        let command = Command(row.action.sampleAct, by: .sample(role, level: 1), seeing: 4)
        let result = outcome(record, command, now: now)
        #expect(result.map(\.to) == row.expected(state, role), "\(row.action) in \(state) by \(role)")
      }
    }
  }

  @Test("tells what happened, and nothing else changes", arguments: LifecycleRow.all)
  func writesEvent(_ row: LifecycleRow) throws {
    for (state, cell) in row.cells where cell != "." {
      for role in row.roles {
        let (record, now) = RequestRecord.ready(for: row.action, in: state)
        let actor = Actor.sample(role, level: 1)
        let commitments = [Commitment(kind: .note, attribute: "", digest: digest(of: 5))]
        let event = try decide(
          record, Command(row.action.sampleAct, by: actor, seeing: 4, commitments), now: now, terms: .sample)
        var expected = CaseEvent(
          trackingCode: sampleCode, number: 5, time: now, action: row.action, from: state,
          to: try row.expected(state, role).get(), role: role, channel: .counter, assisted: actor.assisted,
          actor: actor.name, office: actor.office, previous: digest(of: 8), commitments: commitments)
        expected.carry(row.action)
        // The clock has its own tests.
        expected.clock = event.clock
        #expect(event == expected, "\(row.action) in \(state) by \(role)")
      }
    }
  }

  @Test("knows open states from ended ones")
  func knowsOpenAndFinal() {
    let open: Set<RequestState> = [.submitted, .acknowledged, .assigned, .waitingCitizen, .waitingOther]
    #expect(Set(RequestState.allCases.filter(\.isOpen)) == open)
    let final: Set<RequestState> = [.closed, .withdrawn, .duplicate, .expired]
    #expect(Set(RequestState.allCases.filter(\.isFinal)) == final)
  }

  @Test("keeps the numbers that stored events hold")
  func keepsRawValues() {
    #expect(RequestState.allCases.map(\.rawValue) == Array(1...11))
    #expect(Action.allCases.map(\.rawValue) == Array(1...28))
    #expect(Role.allCases.map(\.rawValue) == Array(1...8))
    #expect(Channel.allCases.map(\.rawValue) == Array(1...6))
    #expect(Settled.allCases.map(\.rawValue) == [1, 2, 3])
    #expect(RepresentationKind.allCases.map(\.rawValue) == [1, 2, 3])
    #expect(ComplaintSubject.allCases.map(\.rawValue) == [1, 2, 3])
    #expect(DueTime.allCases.map(\.rawValue) == ["ACKNOWLEDGE", "DECIDE"])
    #expect(PersonalKind.allCases.map(\.rawValue) == Array(1...16))
  }
}

extension CaseEvent {
  /// What the sample acts leave in their events.
  fileprivate mutating func carry(_ action: Action) {
    switch action {
    case .claim: leaseUntil = time + 600_000
    case .assign: assignee = "principal-9"
    case .askOther: otherBody = "the post"
    case .transfer: (service, serviceVersion, reason) = ("passport", 6, "NOT_OURS")
    case .refuse: reason = "INCOMPLETE"
    case .reopen: reason = "WRONG_NAME"
    case .appeal: (reason, appealLevel) = ("UNFAIR", 1)
    case .markDuplicate: linked = otherCode
    case .giveFeedback: (surveyNumbers, settled) = ([SurveyNumber(question: "overall", number: 4)], .partly)
    case .attach: attachments = [.sample]
    case .warn, .escalate: reason = "DECIDE"
    default: break
    }
  }
}
