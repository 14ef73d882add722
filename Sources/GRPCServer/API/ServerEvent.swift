/// Which client certificate it was, in the words of its authority's records; nothing of its holder.
public struct ClientCertificate: Sendable {
  /// In lower-case hexadecimal: what `openssl x509 -serial` and revocation lists write in capitals.
  public let serialNumber: String
  /// SHA-256 of the encoded certificate, in lower-case hexadecimal.
  public let fingerprint: String
}

/// What is worth a line in a log. Never holds metadata values, message bytes or anything that a caller typed.
public enum ServerEvent: Sendable {
  /// Why a connection was cut off by the server.
  public enum CutOffCause: String, Sendable {
    case handshakeTimeout = "handshake took too long"
    case settingsTimeout = "no HTTP/2 settings in time"
    case headerTimeout = "headers came too slowly"
    case bodyTimeout = "a message came too slowly"
    case writeStall = "did not read what it asked for"
    case keepaliveTimeout = "did not answer a keepalive ping"
    case tooManyPings = "too many pings"
    case tooManyResets = "too many reset streams"
    case controlFlood = "too many control frames"
    case keyUpdateFlood = "too many TLS key updates"
    case headerFlood = "headers far above the limit"
    case staleStream = "frames on streams that were over"
    case protocolError = "broke HTTP/2"
    case certificateRevoked = "its certificate was revoked"
    case evicted = "made room for newer handshakes"
  }

  /// Connections are being taken on this port.
  case listening(port: UInt16)
  /// No TLS session was agreed on; the reason is OpenSSL's (`certificate has expired`, `no application protocol`).
  /// `certificate`: the client's, where it is the reason.
  case handshakeRefused(PeerAddress, reason: String, certificate: ClientCertificate?)
  case connectionCutOff(PeerAddress, CutOffCause)
  /// A cap was reached; `cap` is the name of the configuration's field. Reported at most once a second.
  case connectionRefused(PeerAddress, cap: StaticString)
  /// accept(2) failed; accepting goes on. Reported at most once a second.
  case acceptFailed(reason: String)
  case certificatesReloaded
  case drainBegan(connections: Int)
  /// All is closed; `abandonedCalls` were still live when the grace was over.
  case drainEnded(abandonedCalls: Int)
}
