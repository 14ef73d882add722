import CSQLite
import Casework

/// A prepared statement with one owner; the pointer never leaves this file.
///
/// Bindings are 1-based and columns 0-based, as in SQLite.
struct Statement: ~Copyable {
  private let raw: OpaquePointer
  private let database: Database

  init(_ sql: String, on database: Database) throws(JournalError) {
    raw = try database.prepare(sql)
    self.database = database
  }

  deinit { sqlite3_finalize(raw) }

  // A bind fails only for a wrong index, a reset that was forgotten, a value over SQLite's limits, or without memory:
  // the first two are our mistakes, the third is prevented at the edge, and the last stops the process.
  private func check(_ code: Int32) {
    precondition(code == SQLITE_OK, "a statement was used out of turn")
  }

  func bind(_ index: Int32, _ value: Int64) { check(sqlite3_bind_int64(raw, index, value)) }

  func bind(_ index: Int32, _ value: Bool) { check(sqlite3_bind_int(raw, index, value ? 1 : 0)) }

  func bind(_ index: Int32, _ code: TrackingCode?) {
    bind(index, Int64(bitPattern: code?.number ?? 0))
  }

  func bindNull(_ index: Int32) { check(sqlite3_bind_null(raw, index)) }

  func bind(_ index: Int32, _ text: String) {
    var text = text
    text.withUTF8 { utf8 in
      let bytes = UnsafeRawPointer(utf8.baseAddress)?.assumingMemoryBound(to: CChar.self)
      check(pishkhan_sqlite_bind_text(raw, index, bytes ?? Self.empty, Int32(utf8.count)))
    }
  }

  func bind(_ index: Int32, _ digest: Digest) {
    digest.withUnsafeBytes { bytes in
      check(pishkhan_sqlite_bind_blob(raw, index, bytes.baseAddress, Int32(bytes.count)))
    }
  }

  func bind(_ index: Int32, copying bytes: UnsafeRawBufferPointer) {
    check(pishkhan_sqlite_bind_blob(raw, index, bytes.baseAddress ?? Self.emptyBlob, Int32(bytes.count)))
  }

  /// The bytes must stay where they are until `reset`.
  func bind(_ index: Int32, borrowing bytes: UnsafeRawBufferPointer) {
    check(
      pishkhan_sqlite_bind_borrowed_blob(raw, index, bytes.baseAddress ?? Self.emptyBlob, Int32(bytes.count)))
  }

  // A NULL pointer binds NULL; an empty value needs an address.
  private static var empty: UnsafePointer<CChar> { UnsafePointer(bitPattern: 1)! }
  private static var emptyBlob: UnsafeRawPointer { UnsafeRawPointer(bitPattern: 1)! }

  /// True: a row is there to be read. False: done.
  func step() throws(JournalError) -> Bool {
    let code = sqlite3_step(raw)
    if code == SQLITE_ROW { return true }
    if code == SQLITE_DONE { return false }
    let error = database.error(code, doing: "use the journal \(database.path)")
    sqlite3_reset(raw)
    throw error
  }

  /// Runs a statement that gives no row, and makes it ready again.
  func run() throws(JournalError) {
    let row = try step()
    assert(!row)
    sqlite3_reset(raw)
  }

  func reset() { sqlite3_reset(raw) }

  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(raw, column) }

  /// - Throws: `damaged` where the stored number is none of 32 bits.
  func number(_ column: Int32) throws(JournalError) -> UInt32 {
    guard let number = UInt32(exactly: integer(column)) else { throw damaged("a number is out of its range") }
    return number
  }

  /// - Throws: `damaged` where the stored number is none of 8 bits.
  func byte(_ column: Int32) throws(JournalError) -> UInt8 {
    guard let number = UInt8(exactly: integer(column)) else { throw damaged("a number is out of its range") }
    return number
  }

  /// A stored tracking code; nil for 0.
  func trackingCode(_ column: Int32) throws(JournalError) -> TrackingCode? {
    let number = integer(column)
    if number == 0 { return nil }
    do throws(IdentifierFault) {
      return try TrackingCode(number: UInt64(bitPattern: number))
    } catch { throw damaged("a tracking code has a wrong check") }
  }

  /// A stored enum. - Throws: `damaged` where no case has the number.
  func value<V: RawRepresentable<UInt8>>(_ column: Int32, _ what: String) throws(JournalError) -> V {
    guard let raw = UInt8(exactly: integer(column)), let value = V(rawValue: raw) else {
      throw damaged("\(what) that does not exist is stored")
    }
    return value
  }

  func flag(_ column: Int32) -> Bool { sqlite3_column_int(raw, column) != 0 }

  func text(_ column: Int32) -> String {
    guard let bytes = sqlite3_column_text(raw, column) else { return "" }
    let count = Int(sqlite3_column_bytes(raw, column))
    return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }

  /// Valid until the next `step` or `reset`.
  func blob(_ column: Int32) -> UnsafeRawBufferPointer {
    let bytes = sqlite3_column_blob(raw, column)
    return UnsafeRawBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(raw, column)))
  }

  /// - Throws: `damaged` where the stored value has another length.
  func digest(_ column: Int32) throws(JournalError) -> Digest {
    guard let digest = Digest(blob(column)) else { throw damaged("a hash has the wrong length") }
    return digest
  }

  func damaged(_ what: String) -> JournalError {
    JournalError(.damaged, "the journal \(database.path) is damaged: \(what)")
  }
}
