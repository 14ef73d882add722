import libpishkhan

/// A citizen's new secret.
struct NewSecret: Equatable, Sendable {
  let secret: String
  let isRepeated: Bool
  let key: IdempotencyKey?

  init(_ raw: pishkhan_new_secret) {
    secret = string(raw.secret)
    isRepeated = raw.repeated_key
    key = IdempotencyKey(bytes: withUnsafeBytes(of: raw.idempotency_key) { Array($0) })
  }
}

extension NewSecret: Presentable {
  var json: JSONValue {
    .object([
      JSONValue.Member("secret", .string(secret)), JSONValue.Member("repeated_key", .boolean(isRepeated)),
      JSONValue.Member("idempotency_key", key.map { .string($0.text) } ?? .null),
    ])
  }

  func write(to page: inout Page) {
    page.field(.newSecret, page.writing.digits(secret))
    page.field(.idempotencyKey, page.writing.code(key?.text ?? ""))
    if isRepeated { page.line(.repeated) }
    page.line(.replaceSecretHint)
  }
}
