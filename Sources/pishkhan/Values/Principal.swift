import libpishkhan

/// A machine or person whose certificate the counter knows.
struct Principal: Equatable, Sendable {
  let name: String
  let role: Word
  let agency: String
  let office: String
  let status: Word
  /// Of an agency's: 0 officer, 1 supervisor, 2 head.
  let level: UInt32
  /// SHA-256 of the public key of each certificate.
  let keys: [[UInt8]]

  init(_ raw: pishkhan_principal) {
    name = string(raw.name)
    role = Word(raw.role)
    agency = string(raw.agency)
    office = string(raw.office)
    status = Word(raw.status)
    level = raw.level
    keys = UnsafeBufferPointer(start: raw.keys, count: raw.keys == nil ? 0 : raw.key_count).map {
      bytes($0, Int(PISHKHAN_HASH_SIZE))
    }
  }

  fileprivate var isOfAgency: Bool { role.name == "AGENCY" }
}

extension Principal: Presentable {
  var json: JSONValue {
    .object([
      JSONValue.Member("name", .string(name)), JSONValue.Member("role", role.json),
      JSONValue.Member("agency", .string(agency)), JSONValue.Member("office", .string(office)),
      JSONValue.Member("status", status.json), JSONValue.Member("level", .number(level)),
      JSONValue.Member("keys", .strings(keys.map(hexadecimal))),
    ])
  }

  func write(to page: inout Page) {
    let writing = page.writing
    page.field(.name, writing.code(name))
    page.field(.role, role[page.language])
    page.field(.agency, writing.code(agency))
    page.field(.office, writing.code(office))
    if isOfAgency { page.field(.level, writing.number(level)) }
    page.field(.status, status[page.language])
    page.field(.keys, keys.map { writing.code(hexadecimal($0)) }.joined(separator: "\n"))
  }
}

/// All principals that were asked for.
struct PrincipalList: Presentable {
  let principals: [Principal]

  var json: JSONValue {
    .object([JSONValue.Member("principals", .array(principals.map(\.json)))])
  }

  func write(to page: inout Page) {
    guard !principals.isEmpty else { return page.line(.noPrincipals) }
    let writing = page.writing
    let heading = [Message.name, .role, .agency, .office, .level, .status].map { writing.text($0) }
    page.table(
      [heading]
        + principals.map { principal in
          [
            writing.code(principal.name), principal.role[page.language], writing.code(principal.agency),
            writing.code(principal.office), principal.isOfAgency ? writing.number(principal.level) : "",
            principal.status[page.language],
          ]
        })
  }
}
