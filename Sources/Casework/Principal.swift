/// A machine known by its certificates' keys.
public struct Principal: Sendable, Equatable {
  public enum Status: UInt8, Sendable, CaseIterable {
    case active = 1
    case suspended = 2
    /// For ever.
    case revoked = 3
  }

  /// Highest level of an agency's principal: its head.
  public static let levelMax: UInt8 = 2

  public var row: Int64
  public var name: String
  public var role: Role
  /// Of an agency's principal; else empty.
  public var agency: String
  /// The row of the office of an office's or kiosk's principal; else 0.
  public var office: Int64
  public var status: Status
  /// Of an agency's principal: 0 officer, 1 supervisor (assigns, hears appeals), 2 head.
  public var level: UInt8

  public init(
    row: Int64, name: String, role: Role, agency: String, office: Int64, status: Status, level: UInt8 = 0
  ) {
    self.row = row
    self.name = name
    self.role = role
    self.agency = agency
    self.office = office
    self.status = status
    self.level = level
  }
}

/// A principal as it is registered, with its first key.
public struct NewPrincipal: Sendable, Equatable {
  public var name: String
  public var role: Role
  /// The agency's id, for an agency's principal; else empty.
  public var agency: String
  /// The office's id, for an office's or kiosk's principal; else empty.
  public var office: String
  public var level: UInt8
  /// SHA-256 of the certificate's SubjectPublicKeyInfo.
  public var key: Digest

  public init(
    name: String, role: Role, agency: String = "", office: String = "", level: UInt8 = 0, key: Digest
  ) {
    self.name = name
    self.role = role
    self.agency = agency
    self.office = office
    self.level = level
    self.key = key
  }
}
