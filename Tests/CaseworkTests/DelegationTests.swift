import Testing

@testable import Casework

@Suite("What an agency has delegated")
struct DelegationTests {
  private static let office = Office(
    row: 7, id: "1001", licence: "1001", kind: .counter, region: "IR-21", status: .active,
    name: LocalizedName())
  private static let now: Int64 = 1_000

  private static func own(
    _ number: UInt32 = 1, from: Int64 = 0, until: Int64 = 0, cap: UInt32 = 0,
    _ status: Delegation.Status = .granted
  ) -> Delegation {
    Delegation(
      number: number, service: "letter", office: 7, region: "", from: from, until: until, dailyCap: cap,
      status: status)
  }

  private static func regional(
    _ number: UInt32 = 2, region: String = "IR-21", cap: UInt32 = 0, _ status: Delegation.Status = .granted
  ) -> Delegation {
    Delegation(number: number, service: "letter", office: 0, region: region, dailyCap: cap, status: status)
  }

  private static let cases: [([Delegation], DelegationStanding)] = [
    ([], .missing),
    ([own()], .live(own())),
    ([own(from: 1_000)], .live(own(from: 1_000))),
    ([own(from: 1_001)], .suspended),
    ([own(until: 1_001)], .live(own(until: 1_001))),
    ([own(until: 1_000)], .suspended),
    ([own(1, .suspended)], .suspended),
    ([own(1, .revoked)], .suspended),
    ([regional()], .live(regional())),
    ([regional(region: "IR-04")], .missing),
    // An office's own delegation that is suspended does not take away what its region has.
    ([own(1, .suspended), regional()], .live(regional())),
    // Of several the one that lets most in.
    ([own(cap: 5), regional()], .live(regional())),
    ([own(cap: 5), regional(cap: 9)], .live(regional(cap: 9))),
    ([own(), regional(cap: 9)], .live(own())),
    ([own(1, cap: 5), own(3, cap: 5)], .live(own(1, cap: 5))),
    ([Delegation(number: 1, service: "other", office: 7, region: "")], .missing),
    ([Delegation(number: 1, service: "letter", office: 8, region: "")], .missing),
  ]

  @Test("decides whether an office may submit", arguments: cases)
  func decides(delegations: [Delegation], expected: DelegationStanding) {
    let directory = Directory(
      agencies: [], services: [], regions: [], offices: [Self.office], principals: [], keys: [:],
      delegations: delegations)
    #expect(directory.standing(of: "letter", at: Self.office, now: Self.now) == expected)
  }
}
