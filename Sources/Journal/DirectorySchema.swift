// The directory's part of version 2. A new journal and one of version 1 take the same statements, so that they can't differ.
//
// Lists of short words stand in one column, a line each. `office_place` is the spatial index: SQLite's R*Tree with 32-bit
// coordinates, which hold microdegrees exactly.
enum DirectorySchema {
  static let additions = """
    ALTER TABLE service ADD COLUMN retention_days INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE service ADD COLUMN answer_days INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE service ADD COLUMN remedy_days INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE service ADD COLUMN pause_cap_days INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE service ADD COLUMN channels TEXT NOT NULL DEFAULT '';
    ALTER TABLE attribute ADD COLUMN help_fa TEXT NOT NULL DEFAULT '';
    ALTER TABLE attribute ADD COLUMN help_en TEXT NOT NULL DEFAULT '';
    ALTER TABLE attribute ADD COLUMN media_types TEXT NOT NULL DEFAULT '';
    ALTER TABLE attribute ADD COLUMN bytes_max INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE attribute ADD COLUMN length_max INTEGER NOT NULL DEFAULT 0;
    CREATE TABLE value_label(
      service INTEGER NOT NULL, attribute INTEGER NOT NULL, place INTEGER NOT NULL, value TEXT NOT NULL,
      label_fa TEXT NOT NULL, label_en TEXT NOT NULL, PRIMARY KEY(service, attribute, place)
    ) WITHOUT ROWID;
    ALTER TABLE office ADD COLUMN address_fa TEXT NOT NULL DEFAULT '';
    ALTER TABLE office ADD COLUMN address_en TEXT NOT NULL DEFAULT '';
    ALTER TABLE office ADD COLUMN latitude INTEGER;
    ALTER TABLE office ADD COLUMN longitude INTEGER;
    ALTER TABLE office ADD COLUMN hours TEXT NOT NULL DEFAULT '';
    ALTER TABLE office ADD COLUMN accessibility INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE office ADD COLUMN languages TEXT NOT NULL DEFAULT '';
    ALTER TABLE office ADD COLUMN counters INTEGER NOT NULL DEFAULT 0;
    CREATE VIRTUAL TABLE office_place USING rtree_i32(office, south, north, west, east);
    CREATE TABLE office_figure(
      office INTEGER PRIMARY KEY, submissions INTEGER NOT NULL, above_tariff INTEGER NOT NULL
    );
    ALTER TABLE principal ADD COLUMN level INTEGER NOT NULL DEFAULT 0;
    CREATE TABLE delegation(
      number INTEGER PRIMARY KEY, service TEXT NOT NULL, office INTEGER NOT NULL, region TEXT NOT NULL,
      from_time INTEGER NOT NULL, until_time INTEGER NOT NULL, daily_cap INTEGER NOT NULL,
      status INTEGER NOT NULL, reason TEXT NOT NULL
    );
    CREATE TABLE delegation_use(
      delegation INTEGER NOT NULL, office INTEGER NOT NULL, day INTEGER NOT NULL, count INTEGER NOT NULL,
      PRIMARY KEY(delegation, office)
    ) WITHOUT ROWID;
    CREATE TABLE calendar(
      region TEXT NOT NULL, version INTEGER NOT NULL, put_time INTEGER NOT NULL,
      offset_minutes INTEGER NOT NULL, minutes_per_day INTEGER NOT NULL, hours TEXT NOT NULL,
      first_day INTEGER NOT NULL, last_day INTEGER NOT NULL, PRIMARY KEY(region, version)
    ) WITHOUT ROWID;
    CREATE TABLE calendar_day(
      region TEXT NOT NULL, version INTEGER NOT NULL, day INTEGER NOT NULL, name_fa TEXT NOT NULL,
      name_en TEXT NOT NULL, hours TEXT NOT NULL, PRIMARY KEY(region, version, day)
    ) WITHOUT ROWID;
    CREATE TABLE directory_change(
      position INTEGER PRIMARY KEY, time INTEGER NOT NULL, principal INTEGER NOT NULL, actor TEXT NOT NULL,
      kind TEXT NOT NULL, body TEXT NOT NULL, result INTEGER NOT NULL, scope INTEGER, key BLOB, content BLOB
    );
    CREATE UNIQUE INDEX directory_change_key ON directory_change(scope, key) WHERE key IS NOT NULL;
    """

  /// Version 1 knew no delegations: every active office could submit for every published service, and still can.
  static let conversion = """
    INSERT INTO office_figure SELECT office, count(*), 0 FROM request GROUP BY office;
    INSERT INTO delegation(service, office, region, from_time, until_time, daily_cap, status, reason)
    SELECT service.code, office.row, '', 0, 0, 0, 1, '' FROM office, service
    WHERE office.status = 1 AND service.status = 'published'
      AND service.version = (SELECT max(version) FROM service AS other WHERE other.code = service.code)
    ORDER BY office.row, service.row;
    """
}
