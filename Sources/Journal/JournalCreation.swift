import CSQLite
public import Casework

/// Makes a new journal: schema, catalogue, provinces, offices and principals.
public struct JournalCreation {
  private let database: Database

  /// Creates the file.
  /// - Parameters:
  ///   - keyFingerprint: `KeyRing.fingerprint` of the key that the journal belongs to.
  ///   - catalogue: JSON with `agencies` and `services` (Data/catalogue.json shows the form).
  ///   - regions: lines of code, Persian name, English name and population, tab-separated, after a header line.
  /// - Throws: `alreadyThere` where the file exists; nothing of it is touched.
  public static func create(
    path: String, keyFingerprint: Digest, catalogue: String, regions: String, offices: [Office],
    principals: [PrincipalRow]
  ) throws(JournalError) {
    let database = try Database(path: path, mode: .create)
    guard try database.integer("SELECT count(*) FROM sqlite_schema") == 0 else {
      throw JournalError(.alreadyThere, "there is a journal at \(path) already")
    }
    try database.makeDurable()
    let creation = JournalCreation(database: database)
    try database.execute("BEGIN IMMEDIATE")
    try database.execute(Schema.tables)
    for addition in Schema.additions { try database.execute(addition) }
    try MasterKeyTable.store(keyFingerprint, in: database)
    try creation.importCatalogue(catalogue)
    try creation.importRegions(regions)
    for office in offices { try creation.insert(office) }
    for principal in principals { try PrincipalTable.insert(principal, into: database) }
    try database.execute(
      """
      PRAGMA application_id = \(Schema.applicationId);
      PRAGMA user_version = \(Schema.version);
      COMMIT;
      """)
  }

  /// The ids of a catalogue's agencies, in its order.
  public static func agencyIds(catalogue: String) throws(JournalError) -> [String] {
    let database = try Database(path: ":memory:", mode: .create)
    let rows = try Statement("SELECT value ->> 'id' FROM json_each(?, '$.agencies')", on: database)
    rows.bind(1, catalogue)
    var ids: [String] = []
    while try rows.step() { ids.append(rows.text(0)) }
    return ids
  }

  /// SQLite reads the JSON: a parser of its own would be one more thing to trust.
  private func importCatalogue(_ json: String) throws(JournalError) {
    try run(
      """
      INSERT INTO agency SELECT value ->> 'id', value ->> 'name_fa', value ->> 'name_en'
      FROM json_each(?, '$.agencies')
      """, json)
    try run(
      """
      INSERT INTO service(code, version, agency, name_fa, name_en, acknowledge_days, decide_days, fee_rial,
        status, documents)
      SELECT value ->> 'code', 1, value ->> 'agency', value ->> 'name_fa', value ->> 'name_en',
        value ->> 'acknowledge_days', value ->> 'decide_days', value ->> 'fee_rial', 'published',
        (SELECT coalesce(group_concat(value, char(10)), '') FROM json_each(service.value, '$.documents'))
      FROM json_each(?, '$.services') AS service
      """, json)
    try run(
      """
      INSERT INTO attribute(service, place, code, type, format, required, allowed, label_fa, label_en)
      SELECT s.row, attribute.key, attribute.value ->> 'code', attribute.value ->> 'type',
        coalesce(attribute.value ->> 'format', ''), coalesce(attribute.value ->> 'required', 0),
        (SELECT coalesce(group_concat(value, char(10)), '') FROM json_each(attribute.value, '$.values')),
        coalesce(attribute.value ->> 'label_fa', ''), coalesce(attribute.value ->> 'label_en', '')
      FROM json_each(?, '$.services') AS entry
        JOIN service AS s ON s.code = entry.value ->> 'code',
        json_each(entry.value, '$.attributes') AS attribute
      """, json)
  }

  private func run(_ sql: String, _ json: String) throws(JournalError) {
    let statement = try Statement(sql, on: database)
    statement.bind(1, json)
    try statement.run()
  }

  private func importRegions(_ lines: String) throws(JournalError) {
    let statement = try Statement("INSERT INTO region VALUES(?, ?, ?, ?)", on: database)
    for line in lines.split(separator: "\n") where line.hasPrefix("IR-") {
      let columns = line.split(separator: "\t").map(String.init)
      guard columns.count == 4, let population = Int64(columns[3]) else {
        throw JournalError(.other, "a line of the provinces has not four columns: \(line)")
      }
      for (index, text) in columns.prefix(3).enumerated() { statement.bind(Int32(index + 1), text) }
      statement.bind(4, population)
      try statement.run()
    }
  }

  private func insert(_ office: Office) throws(JournalError) {
    let statement = try Statement(
      """
      INSERT INTO office(id, licence, kind, region, status, name_fa, name_en) VALUES(?, ?, ?, ?, ?, ?, ?)
      """, on: database)
    statement.bind(1, office.id)
    statement.bind(2, office.licence)
    statement.bind(3, Int64(office.kind.rawValue))
    statement.bind(4, office.region)
    statement.bind(5, Int64(office.status.rawValue))
    statement.bind(6, office.name.persian)
    statement.bind(7, office.name.english)
    try statement.run()
  }
}
