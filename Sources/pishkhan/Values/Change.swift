import libpishkhan

/// What a change of the directory did.
struct Change: Equatable, Sendable {
  /// Version of a service or calendar, number of a delegation; 0: none.
  let number: UInt32
  let isRepeated: Bool
  let key: IdempotencyKey?

  init(_ raw: pishkhan_change) {
    number = raw.number
    isRepeated = raw.repeated_key
    key = IdempotencyKey(bytes: withUnsafeBytes(of: raw.idempotency_key) { Array($0) })
  }
}

extension Change: Presentable {
  var json: JSONValue {
    .object([
      JSONValue.Member("number", .number(number)), JSONValue.Member("repeated_key", .boolean(isRepeated)),
      JSONValue.Member("idempotency_key", key.map { .string($0.text) } ?? .null),
    ])
  }

  func write(to page: inout Page) {
    let writing = page.writing
    if number == 0 { page.line(.changed1) } else { page.line(.changedNumber, writing.number(number)) }
    page.field(.idempotencyKey, writing.code(key?.text ?? ""))
    if isRepeated { page.line(.repeated) }
  }
}
