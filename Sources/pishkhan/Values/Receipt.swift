import libpishkhan

/// Proof that a request was accepted.
struct Receipt: Equatable, Sendable {
  let trackingCode: String
  let secret: String
  let timeMilliseconds: Int64
  let eventNumber: UInt32
  let eventHash: [UInt8]
  let isRepeated: Bool
  let key: IdempotencyKey?
  let tariffRial: Int64
  let feeChargedRial: Int64
  let paymentReference: String
  let feeExceedsTariff: Bool
  let acknowledgeDueMilliseconds: Int64
  let decideDueMilliseconds: Int64

  init(_ raw: pishkhan_receipt) {
    trackingCode = string(raw.tracking_code)
    secret = string(raw.secret)
    timeMilliseconds = raw.time_ms
    eventNumber = raw.event_number
    eventHash = bytes(raw.event_hash, raw.event_hash_size)
    isRepeated = raw.repeated_key
    key = IdempotencyKey(bytes: withUnsafeBytes(of: raw.idempotency_key) { Array($0) })
    tariffRial = raw.tariff_rial
    feeChargedRial = raw.fee_charged_rial
    paymentReference = string(raw.payment_reference)
    feeExceedsTariff = raw.fee_exceeds_tariff
    acknowledgeDueMilliseconds = raw.acknowledge_due_ms
    decideDueMilliseconds = raw.decide_due_ms
  }
}

extension Receipt: Presentable {
  var json: JSONValue {
    var members = [
      JSONValue.Member("tracking_code", .string(trackingCode)), JSONValue.Member("secret", .string(secret)),
    ]
    members += .time("time", milliseconds: timeMilliseconds)
    members += [
      JSONValue.Member("event_number", .number(eventNumber)),
      JSONValue.Member("event_hash", .string(hexadecimal(eventHash))),
      JSONValue.Member("repeated_key", .boolean(isRepeated)),
      JSONValue.Member("idempotency_key", key.map { .string($0.text) } ?? .null),
      JSONValue.Member("tariff_rial", .number(tariffRial)),
      JSONValue.Member("fee_charged_rial", .number(feeChargedRial)),
      JSONValue.Member("payment_reference", .string(paymentReference)),
      JSONValue.Member("fee_exceeds_tariff", .boolean(feeExceedsTariff)),
    ]
    members += .time("acknowledge_due", milliseconds: acknowledgeDueMilliseconds)
    members += .time("decide_due", milliseconds: decideDueMilliseconds)
    return .object(members)
  }

  func write(to page: inout Page) {
    let writing = page.writing
    page.field(.trackingCode, writing.trackingCode(trackingCode))
    page.field(.secret, writing.digits(secret))
    page.field(.acceptedAt, writing.time(milliseconds: timeMilliseconds))
    page.time(.acknowledgeDue, acknowledgeDueMilliseconds)
    page.time(.decideDue, decideDueMilliseconds)
    page.fee(
      tariff: tariffRial, charged: feeChargedRial, payment: paymentReference, exceeds: feeExceedsTariff)
    page.field(.eventNumber, writing.number(eventNumber))
    page.field(.eventHash, writing.code(hexadecimal(eventHash)))
    page.field(.idempotencyKey, writing.code(key?.text ?? ""))
    if isRepeated { page.line(.repeated) }
    page.line(.keepSecret)
  }
}
