import Testing

@testable import Casework

@Suite("A decision")
struct DecideTests {
  @Test(
    "is refused to whoever saw another version, whatever else is wrong",
    arguments: [0, 1, 3, 5, .max] as [UInt32])
  func refusesStaleVersion(_ seen: UInt32) {
    for state in RequestState.allCases {
      for action in Action.allCases {
        let result = outcome(.sample(state), Command(action.sampleAct, by: .sample(.kiosk), seeing: seen))
        #expect(result == .failure(.staleVersion(current: 4)), "\(action) in \(state)")
      }
    }
  }

  @Test("asks for no version where the act depends on none")
  func takesNoVersion() {
    let feedback = Command(.giveFeedback([], nil), by: .sample(.citizen), seeing: nil)
    #expect(outcome(.sample(.closed), feedback).map(\.number) == .success(5))
  }

  @Test(
    "on a claimed request is its claimant's alone",
    arguments: [
      .askCitizen(["photo"]), .askOther("the post"), .fulfil, .refuse(reason: "INCOMPLETE"),
      .refuse(reason: ""), .release, .markDuplicate(of: otherCode),
      .transfer(TransferTarget(service: 4, code: "passport", version: 6), reason: "NOT_OURS"),
    ] as [Act])
  func refusesOtherClaimant(_ act: Act) {
    let other = Command(act, by: .sample(.agency, principal: 8), seeing: 4)
    #expect(outcome(.sample(.assigned), other) == .failure(.notClaimedByCaller))
  }

  @Test(
    "to acknowledge or claim is open to every principal of the agency",
    arguments: [.acknowledge, .claim(lease: 0)] as [Act])
  func allowsUnclaimed(_ act: Act) throws {
    var record = RequestRecord.sample(.submitted)
    record.assignee = 0
    let command = Command(act, by: .sample(.agency, principal: 8), seeing: 4)
    let event = try decide(record, command, now: 3_000, terms: .sample)
    record.apply(event, hash: digest(of: 1), rows: command.rows)
    #expect(record.assignee == (act == .acknowledge ? 0 : 8))
  }

  @Test("to refuse needs a reason")
  func needsReason() {
    let command = Command(.refuse(reason: ""), by: .sample(.agency), seeing: 4)
    #expect(outcome(.sample(.assigned), command) == .failure(.reasonMissing))
  }

  @Test(
    "takes answers to all that was asked and to nothing else",
    arguments: [
      (["photo"], ["photo"], [], [], true),
      (["photo", "address"], ["address", "photo"], [], [], true),
      (["photo", "address"], ["photo"], ["address"], [], false),
      (["photo"], [], ["photo"], [], false),
      (["photo"], ["photo", "name"], [], ["name"], false),
      (["photo", "address"], ["name"], ["photo", "address"], ["name"], false),
      ([], ["photo"], [], ["photo"], false),
    ] as [([String], [String], [String], [String], Bool)])
  func fitsAnswers(
    asked: [String], answered: [String], missing: [String], unasked: [String], isTaken: Bool
  ) {
    let result = outcome(
      .sample(.waitingCitizen, asked: asked), Command(.answer(answered), by: .sample(.citizen), seeing: 4))
    let expected: Result<RequestState, Rejection> =
      isTaken ? .success(.assigned) : .failure(.answersDoNotFit(missing: missing, unasked: unasked))
    #expect(result.map(\.to) == expected)
  }

  @Test("takes feedback once, after the end and not before")
  func takesFeedbackOnce() throws {
    let feedback = Command(
      .giveFeedback([SurveyNumber(question: "overall", number: 5)], .yes), by: .sample(.citizen), seeing: nil)
    for state in RequestState.allCases where state.isOpen {
      #expect(outcome(.sample(state), feedback) == .failure(.wrongState(state, .giveFeedback)))
    }
    for state in RequestState.allCases where !state.isOpen {
      var record = RequestRecord.sample(state)
      record.apply(
        try decide(record, feedback, now: 3_000, terms: .sample), hash: digest(of: 1),
        rows: EventRows(actor: 0))
      #expect(record.feedbackGiven)
      #expect(outcome(record, feedback) == .failure(.feedbackAlreadyGiven))
    }
  }

  @Test(
    "is refused to an act that lacks what it must say, or says nothing new",
    arguments: [
      (.assigned, .askOther(""), .otherBodyMissing),
      (
        .assigned, .transfer(TransferTarget(service: 4, code: "passport", version: 6), reason: ""),
        .reasonMissing
      ),
      (
        .assigned, .transfer(TransferTarget(service: 3, code: "id-card", version: 2), reason: "NOT_OURS"),
        .sameService
      ),
      (.assigned, .markDuplicate(of: sampleCode), .sameRequest),
      (.closed, .reopen(reason: ""), .reasonMissing), (.refused, .appeal(reason: ""), .reasonMissing),
    ] as [(RequestState, Act, Rejection)])
  func refusesIncomplete(state: RequestState, act: Act, rejection: Rejection) {
    let role = Lifecycle.transition(act.action)!.performer.roles[0]
    #expect(outcome(.sample(state), Command(act, by: .sample(role), seeing: 4)) == .failure(rejection))
  }

  @Test("to attach needs a file, and keeps those that any act brings")
  func keepsFiles() {
    var command = Command(act: .attach, actor: .sample(.citizen), expectedVersion: 4, commitments: [])
    #expect(outcome(.sample(.assigned), command) == .failure(.attachmentsMissing))
    command.attachments = [.sample]
    #expect(outcome(.sample(.assigned), command).map(\.attachments) == .success([.sample]))
    command.act = .addMessage
    #expect(outcome(.sample(.assigned), command).map(\.attachments) == .success([.sample]))
  }

  @Test("to assign is a supervisor's, to an officer who may have it", arguments: [0, 1, 2] as [UInt8])
  func needsSupervisor(level: UInt8) {
    let act = Act.assign(Assignee(principal: 9, name: "principal-9", level: 0))
    let command = Command(act, by: .sample(.agency, principal: 8, level: level), seeing: 4)
    let expected: Result<String, Rejection> =
      level == 0 ? .failure(.levelTooLow(needed: 1)) : .success("principal-9")
    #expect(outcome(.sample(.assigned), command).map(\.assignee) == expected)
  }

  @Test("to take a request back from another body is the assignee's or a supervisor's")
  func returnsWithoutAssignee() {
    let cases: [(Int64, UInt8, Result<RequestState, Rejection>)] = [
      (7, 0, .success(.assigned)), (8, 0, .failure(.notClaimedByCaller)), (8, 1, .success(.assigned)),
    ]
    for (principal, level, expected) in cases {
      let command = Command(.return, by: .sample(.agency, principal: principal, level: level), seeing: 4)
      #expect(outcome(.sample(.waitingOther), command).map(\.to) == expected)
    }
  }

  @Test("fills a history up to its limit and no further")
  func stopsAtFullHistory() {
    let limit = CaseEvent.numberLimit
    #expect(limit == 65_535)
    let withdraw = { Command(.withdraw, by: .sample(.citizen), seeing: $0) }
    #expect(
      outcome(.sample(.submitted, version: limit - 1), withdraw(limit - 1)).map(\.number) == .success(limit))
    #expect(outcome(.sample(.submitted, version: limit), withdraw(limit)) == .failure(.historyFull))
  }

  @Test("keeps the last 16 events for the citizen")
  func keepsTheCitizensReserve() {
    let last = CaseEvent.numberLimit - 16
    let claim = { Command(.claim(lease: 0), by: .sample(.agency), seeing: $0) }
    #expect(
      outcome(.sample(.acknowledged, version: last - 1), claim(last - 1)).map(\.number) == .success(last))
    #expect(outcome(.sample(.acknowledged, version: last), claim(last)) == .failure(.historyFull))
    let withdraw = Command(.withdraw, by: .sample(.citizen), seeing: last)
    #expect(outcome(.sample(.acknowledged, version: last), withdraw).map(\.number) == .success(last + 1))
    let confirm = Command(.confirm, by: .sample(.citizen), seeing: last)
    #expect(outcome(.sample(.fulfilled, version: last), confirm).map(\.number) == .success(last + 1))
    let feedback = Command(.giveFeedback([], nil), by: .sample(.citizen), seeing: nil)
    #expect(outcome(.sample(.refused, version: last), feedback).map(\.number) == .success(last + 1))
  }

  @Test(
    "has the later of now and the event before as its time",
    arguments: [
      (2_001, 2_001), (2_000, 2_000), (1_999, 2_000), (0, 2_000), (Int64.min, 2_000), (Int64.max, Int64.max),
    ] as [(Int64, Int64)])
  func keepsTimeInOrder(now: Int64, time: Int64) {
    let result = outcome(
      .sample(.submitted), Command(.acknowledge, by: .sample(.agency), seeing: 4), now: now)
    #expect(result.map(\.time) == .success(time))
  }

  @Test(
    "opens no request for a representative whose authority has ended",
    arguments: [(0, nil), (1_000, .representationOver), (1_001, nil)] as [(Int64, Rejection?)])
  func refusesOldAuthority(until: Int64, rejection: Rejection?) {
    var submission = Submission.sample
    submission.representation = Representation(kind: .attorney, until: until)
    let result = Result { () throws(Rejection) in
      try open(
        submission, Command(.submit(submission), by: .sample(.office), seeing: nil), code: sampleCode,
        now: 1_000,
        terms: .sample)
    }
    if let rejection {
      #expect(result == .failure(rejection))
    } else {
      #expect(result.map(\.representation) == .success(submission.representation))
    }
  }

  @Test("on nothing but a submission opens a request")
  func opensRequest() throws {
    let commitments = [Commitment(kind: .nationalId, attribute: "", digest: digest(of: 3))]
    let actor = Actor.sample(.office)
    let event = try open(
      .sample, Command(.submit(.sample), by: actor, seeing: nil, commitments), code: sampleCode, now: 1_000,
      terms: .sample)
    var expected = CaseEvent(
      trackingCode: sampleCode, number: 1, time: 1_000, action: .submit, from: nil, to: .submitted,
      role: .office, channel: .counter, assisted: true, actor: "principal-7", office: "office-1",
      service: "id-card", serviceVersion: 2, region: "IR-07", previous: Digest(), commitments: commitments)
    expected.clock = event.clock
    #expect(event == expected)
    var record = RequestRecord(
      sequence: 1, trackingCode: sampleCode, version: 1, state: .submitted, service: 3, office: 2,
      channel: .counter, assisted: true, region: "IR-07", citizen: digest(of: 9), submitted: 1_000,
      changed: 1_000, assignee: 0, lastHash: digest(of: 4), reason: "", asked: [], feedbackGiven: false,
      secretGeneration: 0, decision: 0)
    record.clock = event.clock
    #expect(RequestRecord(opened: event, hash: digest(of: 4), sequence: 1, .sample) == record)
  }
}

@Suite("What an event leaves on its request")
struct ApplyTests {
  /// The record after an act, with its event's commitments.
  func after(_ action: Action, in state: RequestState, _ commitments: [Commitment] = []) throws
    -> RequestRecord
  {
    var record = RequestRecord.sample(state, asked: state == .waitingCitizen ? ["photo"] : [])
    let role = LifecycleRow.all.first { $0.action == action }!.roles[0]
    let command = Command(action.sampleAct, by: .sample(role), seeing: 4, commitments)
    let event = try decide(record, command, now: 3_000, terms: .sample)
    record.apply(event, hash: digest(of: 1), rows: command.rows)
    return record
  }

  @Test(
    "is the decision's number and reason",
    arguments: [(.fulfil, 5, ""), (.refuse, 5, "INCOMPLETE"), (.withdraw, 0, "")]
      as [(Action, UInt32, String)])
  func keepsDecision(action: Action, decision: UInt32, reason: String) throws {
    let record = try after(action, in: .assigned)
    #expect(record.decision == decision && record.reason == reason)
  }

  @Test("is what the citizen is asked, until it is answered or withdrawn")
  func keepsQuestions() throws {
    let questions = ["photo", "address"].map {
      Commitment(kind: .question, attribute: $0, digest: digest(of: 6))
    }
    let note = Commitment(kind: .note, attribute: "", digest: digest(of: 7))
    #expect(try after(.askCitizen, in: .assigned, questions + [note]).asked == ["photo", "address"])
    #expect(try after(.answer, in: .waitingCitizen).asked.isEmpty)
    #expect(try after(.withdraw, in: .waitingCitizen).asked.isEmpty)
  }

  @Test("is its version, state, time and hash, and never what the submission fixed")
  func keepsRest() throws {
    var expected = RequestRecord.sample(.submitted)
    expected.version = 5
    expected.state = .acknowledged
    expected.changed = 3_000
    expected.lastHash = digest(of: 1)
    let record = try after(.acknowledge, in: .submitted)
    expected.clock = record.clock
    #expect(record == expected)
  }
}
