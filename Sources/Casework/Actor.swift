/// Who acts, as the certificate (or its absence) says; no message can set any of it.
public struct Actor: Sendable, Equatable {
  public var role: Role
  /// The principal's row, 0 for a citizen without a machine.
  public var principal: Int64
  /// The principal's name; empty for a citizen without a machine.
  public var name: String
  /// The office's id where one carries the act; else empty.
  public var office: String
  public var channel: Channel
  /// An operator typed for the citizen.
  public var assisted: Bool
  /// Of an agency's principal: 0 officer, 1 supervisor, 2 head.
  public var level: UInt8

  public init(
    role: Role, principal: Int64, name: String, office: String, channel: Channel, assisted: Bool,
    level: UInt8 = 0
  ) {
    self.role = role
    self.principal = principal
    self.name = name
    self.office = office
    self.channel = channel
    self.assisted = assisted
    self.level = level
  }

  /// The counter itself. What it does on a request comes over no channel: the request's own is told.
  public static func system(_ channel: Channel) -> Actor {
    Actor(role: .system, principal: 0, name: "", office: "", channel: channel, assisted: false)
  }
}

/// The principal that an act gives a request to. The edge has checked that it is of the same agency.
public struct Assignee: Sendable, Equatable {
  public var principal: Int64
  public var name: String
  /// 0 officer, 1 supervisor, 2 head.
  public var level: UInt8

  public init(principal: Int64, name: String, level: UInt8) {
    self.principal = principal
    self.name = name
    self.level = level
  }
}
