import libpishkhan

/// Who acts for a citizen, by law or by authority.
struct Representation: Equatable, Sendable {
  static let names = ["kind", "id", "name", "document", "until", "until_ms"]

  let kind: Word
  let id: String
  var name: String = ""
  var document: String = ""
  var untilMilliseconds: Int64 = 0

  init(kind: pishkhan_representation_kind, id: String) {
    self.kind = Word(kind)
    self.id = id
  }

  init(_ raw: pishkhan_representation) {
    kind = Word(raw.kind)
    id = string(raw.id)
    name = string(raw.name)
    document = string(raw.document)
    untilMilliseconds = raw.until_ms
  }

  init(_ fields: JSONFields) throws(UsageError) {
    kind = Word(try fields.word("kind") ?? PISHKHAN_REPRESENTATION_UNSPECIFIED)
    id = try fields.requiredText("id")
    name = try fields.text("name") ?? ""
    document = try fields.text("document") ?? ""
    untilMilliseconds = try fields.time("until")
  }

  func raw(_ pool: CStringPool) -> pishkhan_representation {
    var raw = pishkhan_representation()
    raw.size = MemoryLayout<pishkhan_representation>.size
    raw.kind = pishkhan_representation_kind(word: kind)
    raw.id = pool.text(id)
    raw.name = pool.text(name)
    raw.document = pool.text(document)
    raw.until_ms = untilMilliseconds
    return raw
  }

  var json: JSONValue {
    .object(
      [
        JSONValue.Member("kind", kind.json), JSONValue.Member("id", .string(id)),
        JSONValue.Member("name", .string(name)), JSONValue.Member("document", .string(document)),
      ] + .time("until", milliseconds: untilMilliseconds))
  }

  func write(to page: inout Page) {
    let writing = page.writing
    let who = [kind[page.language], writing.digits(id), writing.free(name)].filter { !$0.isEmpty }
    page.field(.representation, who.joined(separator: "  "))
    page.field(.document, writing.free(document), indent: 2)
    page.time(.until, untilMilliseconds, indent: 2)
  }
}
