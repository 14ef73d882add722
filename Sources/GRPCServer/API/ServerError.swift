/// Why a server cannot be made or cannot take new certificates. `description` is one line that names the thing and the
/// cause.
public struct ServerError: Error, Sendable, CustomStringConvertible {
  /// What failed, for code that wants to tell the cases apart.
  public enum Kind: Sendable, Hashable {
    case addressInUse, address, certificate, privateKey, clientCertificateAuthority, revocationList
    case descriptorSet, system
  }

  public let kind: Kind
  public let description: String

  init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
