import Casework
import Testing

@testable import CounterServices

@Suite("Who may call what")
struct AccessTests {
  @Test("Every method has one row, and a number of its own for ever")
  func everyMethodHasOneRow() {
    for method in MethodName.allCases {
      #expect(Access.rights.count { $0.method == method } == 1, "\(method)")
      #expect(Access.right(method).method == method)
    }
    #expect(Set(MethodName.allCases.map(\.path)).count == MethodName.allCases.count)
    // Idempotency keys of stored requests are scoped by these numbers.
    #expect(
      MethodName.allCases.map(\.rawValue) == Array(1...15) + Array(40...48) + Array(60...76) + [80, 81, 82])
  }

  private static let everybody = "citizen office kiosk agency"
  private static let certified = "office kiosk agency operator auditor gateway"
  private static let anybody = "citizen " + certified
  /// Who may call a method at all, written apart from the table under test.
  private static let expected: [(MethodName, String)] = [
    (.listAgencies, anybody), (.listServices, anybody), (.getService, anybody), (.getCalendar, anybody),
    (.getOffice, anybody), (.findOffices, anybody), (.putAgency, "operator"), (.putCalendar, "operator"),
    (.putService, "agency operator"), (.publishService, "agency operator"),
    (.retireService, "agency operator"),
    (.putOffice, "operator"), (.grantDelegation, "agency"), (.setDelegation, "agency operator"),
    (.listDelegations, "office kiosk agency operator"), (.whoAmI, certified), (.listPrincipals, "operator"),
    (.addPrincipal, "operator"), (.addKey, "operator"), (.removeKey, "operator"),
    (.setPrincipalStatus, "operator"),
    (.submit, "office kiosk"), (.track, everybody), (.get, "office kiosk agency"), (.history, everybody),
    (.watch, everybody), (.citizenAct, "citizen office kiosk"), (.inbox, "agency"), (.claim, "agency"),
    (.agencyAct, "agency"), (.getSurvey, "citizen office kiosk"),
    (.submitFeedback, "citizen office kiosk"), (.upload, everybody), (.getUpload, everybody),
    (.download, everybody), (.renew, "agency"), (.release, "agency"),
    (.streamWork, "agency"), (.replaceSecret, "citizen office kiosk"), (.complain, "citizen office kiosk"),
    (.putDraft, "office"), (.getDraft, "office"), (.listDrafts, "office"), (.deleteDraft, "office"),
  ]

  @Test("Each role may call just its methods", arguments: expected)
  func rolesMayCallTheirMethods(method: MethodName, who: String) {
    let allowed = who.split(separator: " ")
    let callers: [(String, Principal?)] = [
      ("citizen", nil), ("office", principal(.office)), ("kiosk", principal(.kiosk)),
      ("agency", principal(.agency)), ("operator", principal(.operator)), ("auditor", principal(.auditor)),
      ("gateway", principal(.gateway)),
    ]
    for (name, caller) in callers {
      let refusal = refusal { () throws(Refusal) in try Access.check(method, caller) }
      let isAllowed = allowed.contains { $0 == name }
      #expect((refusal == nil) == isAllowed, "\(name) calls \(method)")
      if !isAllowed { #expect(refusal?.reason == (caller == nil ? .certificateRequired : .roleNotAllowed)) }
    }
  }

  @Test("The expectations are of every method")
  func expectsEveryMethod() {
    #expect(Set(Self.expected.map(\.0)) == Set(MethodName.allCases))
  }

  @Test("A suspended or revoked principal may call nothing", arguments: MethodName.allCases)
  func suspendedMayCallNothing(method: MethodName) {
    for role in Role.allCases {
      for status in [Principal.Status.suspended, .revoked] {
        let caller = principal(role, status: status)
        #expect(
          refusal { () throws(Refusal) in try Access.check(method, caller) }?.reason == .principalSuspended)
      }
    }
  }

  @Test("A certificate owns its agency's services' requests, or its office's submissions")
  func ownership() {
    let directory = twoAgencies()
    let cases: [(Principal, Bool)] = [
      (principal(.agency, agency: "post"), true), (principal(.agency, agency: "tci"), false),
      (principal(.agency, agency: ""), false), (principal(.office, office: 7), true),
      (principal(.office, office: 8), false), (principal(.kiosk, office: 7), true),
      (principal(.kiosk, office: 0), false),
    ]
    for (caller, owns) in cases {
      #expect(Access.owns(caller, record(service: 3, office: 7), directory) == owns, "\(caller)")
    }
    #expect(!Access.owns(principal(.kiosk, office: 0), record(service: 3, office: 0), directory))
  }

  private func principal(
    _ role: Role, agency: String = "post", office: Int64 = 7, status: Principal.Status = .active
  ) -> Principal {
    Principal(row: 1, name: "machine", role: role, agency: agency, office: office, status: status)
  }

  private func refusal(_ body: () throws(Refusal) -> Void) -> Refusal? {
    do throws(Refusal) { try body() } catch { return error }
    return nil
  }

  private func twoAgencies() -> Directory {
    Directory(
      agencies: [],
      services: [
        ServiceDefinition(number: 3, code: "letter", version: 1, agencyId: "post", name: LocalizedName()),
        ServiceDefinition(number: 4, code: "line", version: 1, agencyId: "tci", name: LocalizedName()),
      ], regions: [], offices: [], principals: [], keys: [:])
  }
}

/// A request that was just submitted.
func record(
  service: Int64 = 3, office: Int64 = 7, version: UInt32 = 1, state: RequestState = .submitted,
  decision: UInt32 = 0
) -> RequestRecord {
  RequestRecord(
    sequence: 1, trackingCode: TrackingCode(epoch: 0, encrypted: 1), version: version, state: state,
    service: service, office: office, channel: .counter, assisted: true, region: "IR-23", citizen: Digest(),
    submitted: 1, changed: 1, assignee: 0, lastHash: Digest(), reason: "", asked: [], feedbackGiven: false,
    secretGeneration: 0, decision: decision)
}
