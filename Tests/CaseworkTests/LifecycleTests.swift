import Testing

@testable import Casework

/// What the counter promises, written down apart from the code: for each act who may do it, and for each state where it
/// leads. A dot: refused in that state. An equals sign: allowed, and the state stays.
private let lifecycle = """
  act           who              submitted    acknowledged assigned       waitingCitizen fulfilled refused closed withdrawn
  submit        -                .            .            .              .              .         .       .      .
  acknowledge   agency           acknowledged .            .              .              .         .       .      .
  claim         agency           assigned     assigned     .              .              .         .       .      .
  askCitizen    agency           .            .            waitingCitizen .              .         .       .      .
  answer        citizen,office   .            .            .              assigned       .         .       .      .
  fulfil        agency           .            .            fulfilled      .              .         .       .      .
  refuse        agency           .            .            refused        .              .         .       .      .
  confirm       citizen          .            .            .              .              closed    closed  .      .
  withdraw      citizen          withdrawn    withdrawn    withdrawn      withdrawn      .         .       .      .
  giveFeedback  citizen          .            .            .              .              =         =       =      =
  """

/// One line of the table.
struct LifecycleRow: Sendable, CustomTestStringConvertible {
  let action: Action
  let roles: [Role]
  let cells: [RequestState: String]

  var testDescription: String { "\(action)" }

  static let all: [LifecycleRow] = {
    let lines = lifecycle.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    let states = lines[0].dropFirst(2).map { name in RequestState.allCases.first { "\($0)" == name }! }
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
    case let name: return .success(RequestState.allCases.first { "\($0)" == name }!)
    }
  }
}

@Suite("The lifecycle")
struct LifecycleTests {
  @Test("has a line for every act and a column for every state")
  func isWholeTable() {
    #expect(Set(LifecycleRow.all.map(\.action)) == Set(Action.allCases))
    for row in LifecycleRow.all { #expect(Set(row.cells.keys) == Set(RequestState.allCases)) }
  }

  @Test(
    "allows and refuses every act in every state to every role as the table says", arguments: LifecycleRow.all
  )
  func decidesByTable(_ row: LifecycleRow) {
    for state in RequestState.allCases {
      for role in Role.allCases {
        let record = RequestRecord.sample(state, asked: ["photo"])
        let result = outcome(record, Command(row.action.sampleAct, by: .sample(role), seeing: 4))
        #expect(result.map(\.to) == row.expected(state, role), "\(row.action) in \(state) by \(role)")
      }
    }
  }

  @Test("tells what happened, and nothing else changes", arguments: LifecycleRow.all)
  func writesEvent(_ row: LifecycleRow) throws {
    for (state, cell) in row.cells where cell != "." {
      for role in row.roles {
        let actor = Actor.sample(role)
        let commitments = [Commitment(kind: .note, attribute: "", digest: digest(of: 5))]
        let event = try decide(
          .sample(state, asked: ["photo"]),
          Command(row.action.sampleAct, by: actor, seeing: 4, commitments), now: 3_000)
        let expected = CaseEvent(
          trackingCode: sampleCode, number: 5, time: 3_000, action: row.action, from: state,
          to: try row.expected(state, role).get(), role: role, channel: .counter, assisted: actor.assisted,
          actor: actor.name, office: actor.office, service: "", serviceVersion: 0, region: "",
          reason: row.action == .refuse ? "incomplete" : "", previous: digest(of: 8),
          commitments: commitments,
          surveyNumbers: row.action == .giveFeedback ? [SurveyNumber(question: "overall", number: 4)] : [],
          settled: row.action == .giveFeedback ? .partly : nil)
        #expect(event == expected)
      }
    }
  }

  @Test("knows open states from ended ones")
  func knowsOpenAndFinal() {
    let open: Set<RequestState> = [.submitted, .acknowledged, .assigned, .waitingCitizen]
    #expect(Set(RequestState.allCases.filter(\.isOpen)) == open)
    #expect(Set(RequestState.allCases.filter(\.isFinal)) == [.closed, .withdrawn])
  }

  @Test("keeps the numbers that stored events hold")
  func keepsRawValues() {
    #expect(RequestState.allCases.map(\.rawValue) == [1, 2, 3, 4, 6, 7, 8, 9])
    #expect(Action.allCases.map(\.rawValue) == [1, 2, 3, 5, 6, 10, 11, 12, 15, 18])
    #expect(Role.allCases.map(\.rawValue) == Array(1...8))
    #expect(Channel.allCases.map(\.rawValue) == [1, 2, 3, 4, 5, 6])
    #expect(Settled.allCases.map(\.rawValue) == [1, 2, 3])
    #expect(PersonalKind.allCases.map(\.rawValue) == [1, 2, 3, 4, 5, 6, 7, 8, 9])
  }
}
