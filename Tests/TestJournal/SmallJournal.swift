import CSQLite
public import Casework
import Journal
public import Sealing
public import TestSupport

/// SQLite refused what a test asked of it.
public struct SQLError: Error {
  public let code: Int32
}

/// A journal in a folder of its own: two agencies with three services, an office and a kiosk.
public final class SmallJournal: Sendable {
  public static let agencies = [
    Agency(id: "registry", name: LocalizedName(persian: "ثبت احوال", english: "Registry")),
    Agency(id: "post", name: LocalizedName(persian: "پست", english: "Post")),
  ]

  /// Rows 1 to 3, in this order.
  public static let services = [
    ServiceDefinition(
      number: 1, code: "id-card", version: 1, agencyId: "registry",
      name: LocalizedName(persian: "کارت ملی", english: "Identity card"), acknowledgeWorkingDays: 1,
      decideWorkingDays: 30, feeRial: 500_000,
      attributes: [
        Attribute(
          code: "reason", type: .singleValueList, isRequired: true, allowedValues: ["FIRST", "LOST"]),
        Attribute(
          code: "postal_code", type: .string, format: .postalCode, isRequired: true,
          label: LocalizedName(persian: "کد پستی", english: "Postal code")),
        Attribute(code: "note", type: .text),
      ], documents: ["photo", "birth_certificate"]),
    ServiceDefinition(
      number: 2, code: "birth-certificate", version: 1, agencyId: "registry",
      name: LocalizedName(persian: "شناسنامه", english: "Birth certificate"), acknowledgeWorkingDays: 1,
      decideWorkingDays: 7),
    ServiceDefinition(
      number: 3, code: "parcel", version: 1, agencyId: "post",
      name: LocalizedName(persian: "بسته", english: "Parcel"), decideWorkingDays: 3, feeRial: 90_000),
  ]

  public static let regions = """
    code\tname_fa\tname_en\tpopulation_2016
    IR-00\tمرکزی\tMarkazi\t1429475
    IR-07\tتهران\tTehran\t13267637
    """

  /// Row 1 is an office, row 2 a kiosk.
  public static let offices = [
    Office(
      row: 0, id: "tehran-17", licence: "72-17", kind: .counter, region: "IR-07", status: .active,
      name: LocalizedName(persian: "دفتر هفده", english: "Office 17")),
    Office(
      row: 0, id: "arak-k1", licence: "86-01", kind: .kiosk, region: "IR-00", status: .active,
      name: LocalizedName(persian: "کیوسک یک", english: "Kiosk 1")),
  ]

  /// Principals 1 to 5, in this order.
  public static let principals = [
    NewPrincipal(name: "tehran-17", role: .office, office: "tehran-17", key: key(1)),
    NewPrincipal(name: "arak-k1", role: .kiosk, office: "arak-k1", key: key(2)),
    NewPrincipal(name: "registry-1", role: .agency, agency: "registry", key: key(3)),
    NewPrincipal(name: "registry-2", role: .agency, agency: "registry", key: key(4)),
    NewPrincipal(name: "post-1", role: .agency, agency: "post", key: key(5)),
  ]

  public static func key(_ byte: UInt8) -> Digest {
    Digest([UInt8](repeating: byte, count: Digest.byteCount)) ?? Digest()
  }

  public let folder = TemporaryFolder.inMemory()
  public let keys: KeyRing
  public var path: String { folder.file("journal.db") }

  public init() throws {
    keys = try Self.keys()
    writeFile(path, try Self.template.get())
  }

  /// The file of a new journal, made once: its syncs cost more than most tests.
  private static let template = Result {
    let folder = TemporaryFolder.inMemory()
    try create(at: folder.file("journal.db"))
    return readFile(folder.file("journal.db"))
  }

  /// The same keys in every process.
  public static func keys() throws -> KeyRing {
    let master = [UInt8](repeating: 0x5A, count: SecretKey.byteCount)
    return try KeyRing(master: master.withUnsafeBytes { SecretKey(copying: $0) })
  }

  public static func create(at path: String) throws {
    try JournalCreation.create(
      path: path, keyFingerprint: keys().fingerprint, regions: regions, changes: directory, at: 1)
  }

  /// What the journal starts with; both counters may submit for all services.
  public static var directory: [DirectoryChange] {
    agencies.map(DirectoryChange.putAgency) + services.map { .putService($0, publish: true) }
      + offices.map(DirectoryChange.putOffice)
      + offices.flatMap { office in
        services.map { .grantDelegation(NewDelegation(service: $0.code, office: office.id)) }
      } + principals.map(DirectoryChange.addPrincipal)
  }
}

/// Runs SQL on a file without a word of the journal's own code: what a stranger, or another program, would do.
public func runSQL(_ sql: String, on path: String) throws {
  var database: OpaquePointer?
  defer { sqlite3_close(database) }
  let opened = sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nil)
  guard opened == SQLITE_OK else { throw SQLError(code: opened) }
  let code = sqlite3_exec(database, sql, nil, nil, nil)
  guard code == SQLITE_OK else { throw SQLError(code: code) }
}

/// The first column of every row, as text.
public func readSQL(_ sql: String, on path: String) throws -> [String] {
  var database: OpaquePointer?
  defer { sqlite3_close(database) }
  let opened = sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY, nil)
  guard opened == SQLITE_OK else { throw SQLError(code: opened) }
  var statement: OpaquePointer?
  let code = sqlite3_prepare_v2(database, sql, -1, &statement, nil)
  guard code == SQLITE_OK else { throw SQLError(code: code) }
  defer { sqlite3_finalize(statement) }
  var rows: [String] = []
  while sqlite3_step(statement) == SQLITE_ROW {
    rows.append(sqlite3_column_text(statement, 0).map { String(cString: $0) } ?? "")
  }
  return rows
}
