import CProtobufC
import Casework
import GRPCServer
import Glibc
import Journal
import Messages
import Registrar
import Sealing

// Requests: between the messages of requests.proto and the values of Casework.

enum RequestsMessageTypes {
  static let submit = MessageType(pishkhan__v1__submit_request__init)
  static let track = MessageType(pishkhan__v1__track_request__init)
  static let get = MessageType(pishkhan__v1__get_request__init)
  static let history = MessageType(pishkhan__v1__history_request__init)
  static let watch = MessageType(pishkhan__v1__watch_request__init)
  static let act = MessageType(pishkhan__v1__requests_act_request__init)
  static let replaceSecret = MessageType(pishkhan__v1__replace_secret_request__init)
  static let complain = MessageType(pishkhan__v1__complain_request__init)
}

extension Desk {
  /// The answer to a tracking code alone. The hot path: nothing is allocated.
  func respondState(_ call: ServerCall, _ code: TrackingCode, _ state: RequestState) {
    withUnsafeTemporaryAllocation(byteCount: TrackingCode.digitCount + 1, alignment: 1) { digits in
      code.write(to: digits)
      digits[TrackingCode.digitCount] = 0
      var response = Pishkhan__V1__TrackResponse()
      pishkhan__v1__track_response__init(&response)
      response.tracking_code = digits.baseAddress?.assumingMemoryBound(to: CChar.self)
      response.state = Pishkhan__V1__RequestState(wire: state.rawValue)
      call.respond(&response)
    }
  }

  func respondDetails(_ call: ServerCall, _ record: RequestRecord) throws(Refusal) {
    let arena = MessageArena()
    let response = arena.message(pishkhan__v1__track_response__init)
    response.pointee.tracking_code = arena.string(record.trackingCode.string)
    response.pointee.state = Pishkhan__V1__RequestState(wire: record.state.rawValue)
    response.pointee.details = try requestMessage(record, arena)
    call.respond(response)
  }

  func answerSubmission(_ call: ServerCall, _ acceptance: Acceptance) {
    withReceipt(acceptance) { receipt in
      var response = Pishkhan__V1__SubmitResponse()
      pishkhan__v1__submit_response__init(&response)
      response.receipt = receipt
      response.repeated_key = acceptance.isRepeated ? 1 : 0
      call.respond(&response)
    }
  }

  func answerComplaint(_ call: ServerCall, _ acceptance: Acceptance) {
    withReceipt(acceptance) { receipt in
      var response = Pishkhan__V1__ComplainResponse()
      pishkhan__v1__complain_response__init(&response)
      response.receipt = receipt
      response.repeated_key = acceptance.isRepeated ? 1 : 0
      call.respond(&response)
    }
  }

  /// The receipt. A hot path as well: all of it stands on the stack.
  private func withReceipt(
    _ acceptance: Acceptance, _ use: (UnsafeMutablePointer<Pishkhan__V1__Receipt>) -> Void
  ) {
    // A repeated call is told the secret that the first was told, though the citizen may have another by now: whoever holds
    // a submission's key does not learn that one.
    let secret = secrets.secret(sequence: UInt64(acceptance.sequence), generation: 0)
    let codeSize = TrackingCode.digitCount + 1
    withUnsafeTemporaryAllocation(
      byteCount: codeSize + CitizenSecret.digitCount + 1 + Digest.byteCount, alignment: 1
    ) { memory in
      let secretText = UnsafeMutableRawBufferPointer(rebasing: memory[codeSize...])
      let hash = UnsafeMutableRawBufferPointer(
        rebasing: memory[(codeSize + CitizenSecret.digitCount + 1)...])
      acceptance.trackingCode.write(to: memory)
      memory[TrackingCode.digitCount] = 0
      secret.write(to: secretText)
      secretText[CitizenSecret.digitCount] = 0
      acceptance.hash.withUnsafeBytes { hash.copyMemory(from: $0) }
      var receipt = Pishkhan__V1__Receipt()
      pishkhan__v1__receipt__init(&receipt)
      receipt.tracking_code = memory.baseAddress?.assumingMemoryBound(to: CChar.self)
      receipt.secret = secretText.baseAddress?.assumingMemoryBound(to: CChar.self)
      receipt.time_ms = acceptance.time
      receipt.event_number = acceptance.number
      receipt.event_hash = ProtobufCBinaryData(
        len: Digest.byteCount, data: hash.baseAddress?.assumingMemoryBound(to: UInt8.self))
      receipt.acknowledge_due_ms = acceptance.acknowledgeDue
      receipt.decide_due_ms = acceptance.decideDue
      receipt.tariff_rial = acceptance.fees.tariff
      receipt.fee_charged_rial = acceptance.fees.charged
      receipt.fee_exceeds_tariff = acceptance.fees.exceedsTariff ? 1 : 0
      acceptance.fees.paymentReference.withCString { reference in
        receipt.payment_reference = UnsafeMutablePointer(mutating: reference)
        withUnsafeMutablePointer(to: &receipt, use)
      }
    }
  }
}

func formValueMessage(
  _ value: FormValue, _ arena: MessageArena
) -> UnsafeMutablePointer<Pishkhan__V1__FormValue> {
  let message = arena.message(pishkhan__v1__form_value__init)
  message.pointee.attribute = arena.string(value.attribute)
  message.pointee.n_values = value.values.count
  message.pointee.values = arena.strings(value.values)
  return message
}

func questionMessage(
  _ attribute: String, _ text: String, _ arena: MessageArena
) -> UnsafeMutablePointer<Pishkhan__V1__Question> {
  let message = arena.message(pishkhan__v1__question__init)
  message.pointee.attribute = arena.string(attribute)
  message.pointee.text = arena.string(text)
  return message
}

/// Most values of a repeated form field that are looked at; more are refused unread.
let formEntriesLimit = 256

/// Reads form values; their texts are checked by `FormCheck`.
func formValues(
  _ field: String, _ count: Int, _ list: UnsafeMutablePointer<UnsafeMutablePointer<Pishkhan__V1__FormValue>?>?
) throws(Refusal) -> [FormValue] {
  guard count <= formEntriesLimit else {
    throw .fields([FieldViolation(field: field, reason: .tooLong)])
  }
  var values: [FormValue] = []
  values.reserveCapacity(count)
  for index in 0..<count {
    guard let message = list?[index]?.pointee else { continue }
    guard message.n_values <= formEntriesLimit, strlen(message.attribute) <= FormCheck.codeBytesMax else {
      throw .fields([FieldViolation(field: field, reason: .tooLong)])
    }
    values.append(
      FormValue(
        attribute: String(cString: message.attribute),
        values: (0..<Int(message.n_values)).map { String(cString: message.values[$0]!) }))
  }
  return values
}
