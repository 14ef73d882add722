import Casework
import TestJournal
import TestSupport
import Testing

@testable import Journal

@Suite("Personal values")
struct PersonalValuesTests {
  static func body(_ values: [PersonalValue]) -> PersonalBody {
    var body = PersonalBody()
    for value in values {
      value.salt.withUnsafeBytes { salt in
        value.value.withUnsafeBytes {
          body.append(kind: value.kind, attribute: value.attribute, salt: salt, value: $0)
        }
      }
    }
    return body
  }

  static func value(_ kind: PersonalKind, _ attribute: String, _ text: String) -> PersonalValue {
    PersonalValue(
      kind: kind, attribute: attribute, salt: [UInt8](0..<16), value: Array(text.utf8))
  }

  /// One of every kind, empty ones, Persian ones and the longest.
  static let all =
    PersonalKind.allCases.map { value($0, "", "\($0)") } + [
      value(.formValue, "نشانی", "تهران، خیابان آزادی\u{200C}"), value(.note, "", ""),
      value(.formValue, String(repeating: "a", count: 255), String(repeating: "x", count: 100_000)),
    ]

  @Test("are read as they were stored, by event and by request")
  func reads() throws {
    let journal = try SmallJournal()
    let writer = try JournalWriter(path: journal.path)
    try writer.store([.new(1)], Self.body(Self.all))
    try writer.store([.new(2)], Self.body([Self.value(.mobile, "", "09121234567")]))
    var record = RequestRecord.new(1)
    try writer.begin()
    record.version = 2
    try writer.update(record)
    record.version = 3
    try writer.update(record, Self.body([Self.value(.note, "", "second")]))
    try writer.commit()
    let reader = try JournalReader(path: journal.path, commits: CommitCounter())
    #expect(try reader.personalValues(of: EventId(sequence: 1, number: 1)) == Self.all)
    #expect(try reader.personalValues(of: EventId(sequence: 1, number: 2)).isEmpty)
    let values = try reader.personalValues(ofRequest: 1)
    #expect(values.map(\.number) == [1, 3])
    #expect(values.map { $0.values.map(\.text) } == [Self.all.map(\.text), ["second"]])
    #expect(try reader.personalValues(ofRequest: 3).isEmpty)
  }

  @Test("stand in no other table")
  func standApart() throws {
    let journal = try SmallJournal()
    let writer = try JournalWriter(path: journal.path)
    try writer.store([.new(1)], Self.body([Self.value(.nationalId, "", "0076229645")]))
    for table in ["event", "request", "idempotency", "guess"] {
      let columns = try readSQL("SELECT name FROM pragma_table_info('\(table)')", on: journal.path)
      for column in columns {
        let found = try readSQL(
          "SELECT count(*) FROM \(table) WHERE instr(CAST(\"\(column)\" AS BLOB), CAST('0076229645' AS BLOB))",
          on: journal.path)
        #expect(found == ["0"], "\(table).\(column)")
      }
    }
  }

  @Test("are damaged when any byte is missing at the end, or the kind or version is unknown")
  func refusesDamage() {
    let whole = Self.body([Self.value(.formValue, "نشانی", "تهران")]).bytes
    let decode = { (bytes: [UInt8]) in bytes.withUnsafeBytes { PersonalBody.decode($0) } }
    #expect(decode(whole)?.count == 1)
    #expect(decode([]) == nil)
    // The version alone is a body without values.
    for length in 2..<whole.count { #expect(decode(Array(whole.prefix(length))) == nil, "\(length) bytes") }
    #expect(decode(whole + [0]) == nil)
    #expect(decode([2] + whole.dropFirst()) == nil)
    #expect(decode([1, 0] + whole.dropFirst(2)) == nil)
    #expect(decode([1, 99] + whole.dropFirst(2)) == nil)
  }

  @Test("that are damaged in the file are told as such")
  func tellsDamage() throws {
    let journal = try SmallJournal()
    try JournalWriter(path: journal.path).store([.new(1)], Self.body(Self.all))
    try runSQL("UPDATE personal SET body = x'0199'", on: journal.path)
    let reader = try JournalReader(path: journal.path, commits: CommitCounter())
    let event = EventId(sequence: 1, number: 1)
    #expect(failure { () throws(JournalError) in try reader.personalValues(of: event) }?.kind == .damaged)
    #expect(failure { () throws(JournalError) in try reader.personalValues(ofRequest: 1) }?.kind == .damaged)
  }
}
