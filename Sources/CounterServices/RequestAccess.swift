import Casework
import GRPCServer
import Glibc
import Journal
import Registrar
import Sealing

// How a call comes to the request that it names: by the citizen's secret, or by what the certificate owns.

extension Desk {
  /// Reads a tracking code as typed.
  func trackingCode(
    _ text: UnsafePointer<CChar>, field: String = "tracking_code"
  ) throws(Refusal) -> TrackingCode {
    try identifier(field, text) { (typed) throws(IdentifierFault) in try TrackingCode(typed: typed) }
  }

  private func identifier<T>(
    _ field: String, _ text: UnsafePointer<CChar>, _ read: (Span<UInt8>) throws(IdentifierFault) -> T
  ) throws(Refusal) -> T {
    if text.pointee == 0 { throw .fields([FieldViolation(field: field, reason: .required)]) }
    do throws(IdentifierFault) {
      return try read(bytes(of: text).span)
    } catch { throw .fields([FieldViolation(field: field, reason: FieldReason(error))]) }
  }

  /// The primary key that a code encrypts; nil where it can belong to no request of this journal.
  func sequence(of code: TrackingCode) -> Int64? {
    guard let place = cipher.open(code), place.shard == 0 else { return nil }
    return Int64(place.sequence)
  }

  func record(_ code: TrackingCode) throws(Refusal) -> RequestRecord? {
    guard let sequence = sequence(of: code) else { return nil }
    return try read { () throws(JournalError) in try reader.record(sequence, code: code) }
  }

  /// Finds a request by code and secret. An unknown code and a wrong secret go the same way: both are counted against
  /// the code and the peer, and answered alike after the counts are on disk. A peer that has to wait does so before anything
  /// is read.
  /// - Returns: nil where the call is refused once the wrong guess is stored.
  func record(
    _ call: ServerCall, _ code: TrackingCode, secret text: UnsafePointer<CChar>
  ) throws(Refusal) -> RequestRecord? {
    _ = try identifier("secret", text) { (typed) throws(IdentifierFault) in try CitizenSecret(typed: typed) }
    let peer = secretsSubject(call, try principal(of: call))
    try checkMayGuess(peer)
    let record = try record(code)
    let isRight = secrets.isRight(
      bytes(of: text).span, sequence: UInt64(record?.sequence ?? 0), generation: record?.secretGeneration ?? 0
    )
    switch counter.guesses.judge(
      .code(code.number), isRight: isRight && record != nil, now: counter.clock())
    {
    case .right: return record
    case .wait(let milliseconds): throw .wait(.tooManyGuesses, milliseconds: milliseconds)
    case .wrong(let count):
      let also = (subject: peer, count: counter.guesses.count(peer, now: counter.clock()))
      try leave(
        .recordGuess(.code(code.number), count, also: also), call, .refusal(Refusal(.codeOrSecretWrong)))
      return nil
    }
  }

  /// Finds a request for a machine: it must own it.
  /// - Returns: nil where the call is refused once its guess at an unknown code is stored.
  func record(
    _ call: ServerCall, _ code: TrackingCode, ownedBy principal: Principal
  ) throws(Refusal) -> RequestRecord? {
    try checkPeerMayGuess(call, principal)
    guard let record = try record(code) else {
      try refuseUnknownCode(call, principal)
      return nil
    }
    guard Access.owns(principal, record, directory) else { throw Refusal(.outOfScope) }
    return record
  }

  /// Finds a request by the secret where one is given, else for the certificate that owns it.
  /// - Returns: nil where the call is refused once its wrong guess is stored.
  func record(
    _ call: ServerCall, _ codeText: UnsafePointer<CChar>, secret: UnsafePointer<CChar>,
    orOwnedBy principal: Principal?
  ) throws(Refusal) -> RequestRecord? {
    let code = try trackingCode(codeText)
    if secret.pointee != 0 { return try record(call, code, secret: secret) }
    guard let principal else { throw .fields([FieldViolation(field: "secret", reason: .required)]) }
    return try record(call, code, ownedBy: principal)
  }

  // Unknown codes count as guesses of the peer: principal, else address (domain.md, "Citizen secret").

  func checkPeerMayGuess(_ call: ServerCall, _ principal: Principal?) throws(Refusal) {
    try checkMayGuess(subject(call, principal))
  }

  /// - Parameter subject: made only where it is asked for: an address's text costs more than a Track's row.
  private func checkMayGuess(_ subject: @autoclosure () -> GuessSubject) throws(Refusal) {
    if counter.guesses.isQuiet { return }
    let left = counter.guesses.wait(subject(), now: counter.clock())
    if left > 0 { throw .wait(.tooManyGuesses, milliseconds: left) }
  }

  func refuseUnknownCode(_ call: ServerCall, _ principal: Principal?) throws(Refusal) {
    let subject = subject(call, principal)
    switch counter.guesses.judge(subject, isRight: false, now: counter.clock()) {
    case .right: preconditionFailure("a wrong guess is never right")
    case .wait(let milliseconds): throw .wait(.tooManyGuesses, milliseconds: milliseconds)
    case .wrong(let count):
      try leave(.recordGuess(subject, count), call, .refusal(Refusal(.requestUnknown)))
    }
  }

  private func subject(_ call: ServerCall, _ principal: Principal?) -> GuessSubject {
    if let principal { return .principal(principal.row) }
    return .address(Array(call.peer.address.prefix.description.utf8))
  }

  private func secretsSubject(_ call: ServerCall, _ principal: Principal?) -> GuessSubject {
    if let principal { return .secretsOfPrincipal(principal.row) }
    return .secretsFromAddress(Array(call.peer.address.prefix.description.utf8))
  }
}

/// The bytes of a C string, for as long as its message lives.
func bytes(of text: UnsafePointer<CChar>) -> UnsafeBufferPointer<UInt8> {
  UnsafeBufferPointer(start: UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self), count: strlen(text))
}
