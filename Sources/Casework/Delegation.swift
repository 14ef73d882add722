/// An agency's leave to an office, or to all offices of a region, to take in requests for one of its services.
public struct Delegation: Hashable, Sendable {
  public enum Status: UInt8, Sendable, CaseIterable {
    case granted = 1
    case suspended = 2
    /// For ever: a new one is granted instead.
    case revoked = 3
  }

  public var number: UInt32
  /// The service's code, whatever its version.
  public var service: String
  /// The office's row; 0: all offices of `region`.
  public var office: Int64
  /// ISO 3166-2 code of the province; empty where an office is named.
  public var region: String
  /// Unix milliseconds; 0: at once.
  public var from: Int64
  /// Unix milliseconds; 0: no end.
  public var until: Int64
  /// Submissions an office and local day; 0: as many as come.
  public var dailyCap: UInt32
  public var status: Status
  /// Why it was suspended or revoked, in the agency's words.
  public var reason: String

  public init(
    number: UInt32, service: String, office: Int64, region: String, from: Int64 = 0, until: Int64 = 0,
    dailyCap: UInt32 = 0, status: Status = .granted, reason: String = ""
  ) {
    self.number = number
    self.service = service
    self.office = office
    self.region = region
    self.from = from
    self.until = until
    self.dailyCap = dailyCap
    self.status = status
    self.reason = reason
  }

  /// May an office submit under it?
  /// - Parameter now: Unix milliseconds.
  public func isLive(at now: Int64) -> Bool {
    status == .granted && from <= now && (until == 0 || now < until)
  }
}

/// A delegation as it is granted; the office by its id.
public struct NewDelegation: Hashable, Sendable {
  public var service: String
  /// Empty: all offices of `region`.
  public var office: String
  public var region: String
  public var from: Int64
  public var until: Int64
  public var dailyCap: UInt32

  public init(
    service: String, office: String = "", region: String = "", from: Int64 = 0, until: Int64 = 0,
    dailyCap: UInt32 = 0
  ) {
    self.service = service
    self.office = office
    self.region = region
    self.from = from
    self.until = until
    self.dailyCap = dailyCap
  }
}

/// Whether an office may submit for a service now.
public enum DelegationStanding: Sendable, Equatable {
  case live(Delegation)
  /// There is one, but it is suspended, revoked, over, or has not begun.
  case suspended
  case missing
}

/// The delegations by what is asked for them.
struct DelegationIndex: Sendable {
  private struct Service {
    var byOffice: [Int64: [Delegation]] = [:]
    var byRegion: [String: [Delegation]] = [:]
  }

  private var services: [String: Service] = [:]

  init(_ delegations: [Delegation]) {
    for delegation in delegations {
      if delegation.office != 0 {
        services[delegation.service, default: Service()].byOffice[delegation.office, default: []].append(
          delegation)
      } else {
        services[delegation.service, default: Service()].byRegion[delegation.region, default: []].append(
          delegation)
      }
    }
  }

  func standing(of service: String, at office: Office, now: Int64) -> DelegationStanding {
    guard let service = services[service] else { return .missing }
    return DelegationStanding(
      of: service.byOffice[office.row] ?? [], and: service.byRegion[office.region] ?? [], now: now)
  }
}

extension DelegationStanding {
  /// What an office's and its region's delegations for one service come to: of several live ones that without a daily cap
  /// counts, else that with the highest.
  /// - Parameter now: Unix milliseconds.
  public init(of delegations: [Delegation], and more: [Delegation] = [], now: Int64) {
    var best: Delegation?
    for delegation in delegations where delegation.isLive(at: now) && delegation.outranks(best) {
      best = delegation
    }
    for delegation in more where delegation.isLive(at: now) && delegation.outranks(best) {
      best = delegation
    }
    self = best.map { .live($0) } ?? (delegations.isEmpty && more.isEmpty ? .missing : .suspended)
  }
}

extension Delegation {
  fileprivate func outranks(_ other: Delegation?) -> Bool {
    guard let other else { return true }
    return other.dailyCap != 0 && (dailyCap == 0 || dailyCap > other.dailyCap)
  }
}
