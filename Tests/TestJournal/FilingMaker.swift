public import Casework
public import Journal
public import Registrar
public import Sealing
import TestSupport

/// Makes filings by number: the same number always makes the same filing, in every process.
public final class FilingMaker {
  private let citizenKeys: HMACContext
  private let hasher: SHA256Context

  public init(keys: KeyRing) throws {
    citizenKeys = try HMACContext(key: keys.citizenKey)
    hasher = try SHA256Context()
  }

  public static let office = Actor(
    role: .office, principal: 1, name: "tehran-17", office: "tehran-17", channel: .counter, assisted: true)
  public static let registry = Actor(
    role: .agency, principal: 3, name: "registry-1", office: "", channel: .agency, assisted: false)
  public static let otherRegistry = Actor(
    role: .agency, principal: 4, name: "registry-2", office: "", channel: .agency, assisted: false)
  public static let citizen = Actor(
    role: .citizen, principal: 0, name: "", office: "", channel: .online, assisted: false)

  /// A submission for the service in row 1 (id-card) by the office.
  /// - Parameter content: other content makes another content hash under the same key.
  public func submission(_ number: UInt64, content: UInt64 = 0, noteBytes: Int = 0) -> Filing {
    var values: [(PersonalKind, String, String)] = [
      (.nationalId, "", "0076229645"), (.givenName, "", "پریسا"), (.formValue, "postal_code", "16197-35744"),
    ]
    if noteBytes > 0 { values.append((.note, "", String(repeating: "x", count: noteBytes))) }
    let citizen = Array("0076229645".utf8).withUnsafeBytes { citizenKeys.code(of: $0) }
    let submission = Submission(
      service: 1, serviceCode: "id-card", serviceVersion: 1, office: 1, region: "IR-07", citizen: citizen)
    return filing(
      .newRequest, .submit(submission), Self.office, seeing: nil, values, number: number, content: content)
  }

  /// Any other act.
  public func act(
    _ act: Act, on request: Acceptance, seeing version: UInt32?, by actor: Actor,
    _ values: [(PersonalKind, String, String)] = [], number: UInt64, content: UInt64 = 0
  ) -> Filing {
    filing(
      .request(sequence: request.sequence, code: request.trackingCode), act, actor, seeing: version, values,
      number: number, content: content)
  }

  private func filing(
    _ target: Target, _ act: Act, _ actor: Actor, seeing version: UInt32?,
    _ values: [(PersonalKind, String, String)], number: UInt64, content: UInt64
  ) -> Filing {
    var numbers = SplitMix64(seed: number)
    var personal = PersonalBody()
    var commitments: [Commitment] = []
    for (kind, attribute, text) in values {
      let salt = (0..<PersonalValue.saltByteCount).map { _ in UInt8.random(in: 0...255, using: &numbers) }
      salt.withUnsafeBytes { salt in
        Array(text.utf8).withUnsafeBytes { value in
          personal.append(kind: kind, attribute: attribute, salt: salt, value: value)
          hasher.start()
          hasher.update(salt)
          hasher.update(value)
        }
      }
      commitments.append(Commitment(kind: kind, attribute: attribute, digest: hasher.finish()))
    }
    return Filing(
      target: target,
      command: Command(act: act, actor: actor, expectedVersion: version, commitments: commitments),
      personal: personal, key: key(number, scope: actor.principal),
      content: withUnsafeBytes(of: (number, content)) { ContentHash(hasher.digest(of: $0)) })
  }

  public func key(_ number: UInt64, scope: Int64) -> IdempotencyKey {
    withUnsafeBytes(of: (UInt64(0).bigEndian, number.bigEndian)) { IdempotencyKey(scope: scope, bytes: $0)! }
  }
}
