// The tables. Events are the truth; `request` is their projection; `personal` holds what events only commit to.
//
// An event's id is sequence << 16 | number: one rowid key, no second index, a request's history in one range, and
// submissions always at the right end of the tree. `position` is the order in which events were stored; `head` holds the
// last one.
//
// Every index on a random value costs a page write a row, so there is none: tracking codes are computed, and
// idempotency keys are time-ordered where the client follows the advice.
enum Schema {
  static let version: Int64 = 2
  /// "PSHK": tells a journal from any other SQLite file.
  static let applicationId: Int64 = 0x5053_484B

  /// What version 2 added to the tables of version 1: taken by a new journal, and by one of version 1 when it is migrated.
  static let additions = [
    RequestSchema.additions, DirectorySchema.additions, AttachmentTable.schema, DraftTable.schema,
  ]
  /// What the rows of version 1 need then.
  static let conversions = [RequestSchema.conversion, DirectorySchema.conversion]

  /// Version 1, as it was for ever.
  static let tables = """
    CREATE TABLE region(
      code TEXT PRIMARY KEY, name_fa TEXT NOT NULL, name_en TEXT NOT NULL, population INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE agency(
      id TEXT PRIMARY KEY, name_fa TEXT NOT NULL, name_en TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE service(
      row INTEGER PRIMARY KEY, code TEXT NOT NULL, version INTEGER NOT NULL, agency TEXT NOT NULL,
      name_fa TEXT NOT NULL, name_en TEXT NOT NULL, acknowledge_days INTEGER NOT NULL,
      decide_days INTEGER NOT NULL, fee_rial INTEGER NOT NULL, status TEXT NOT NULL,
      documents TEXT NOT NULL, UNIQUE(code, version)
    );
    CREATE TABLE attribute(
      service INTEGER NOT NULL, place INTEGER NOT NULL, code TEXT NOT NULL, type TEXT NOT NULL,
      format TEXT NOT NULL, required INTEGER NOT NULL, allowed TEXT NOT NULL, label_fa TEXT NOT NULL,
      label_en TEXT NOT NULL, PRIMARY KEY(service, place)
    ) WITHOUT ROWID;
    CREATE TABLE office(
      row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, licence TEXT NOT NULL, kind INTEGER NOT NULL,
      region TEXT NOT NULL, status INTEGER NOT NULL, name_fa TEXT NOT NULL, name_en TEXT NOT NULL
    );
    CREATE TABLE principal(
      row INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, role INTEGER NOT NULL, agency TEXT NOT NULL,
      office INTEGER NOT NULL, status INTEGER NOT NULL
    );
    CREATE TABLE principal_key(digest BLOB PRIMARY KEY, principal INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE request(
      sequence INTEGER PRIMARY KEY, version INTEGER NOT NULL, state INTEGER NOT NULL,
      service INTEGER NOT NULL, office INTEGER NOT NULL, channel INTEGER NOT NULL, assisted INTEGER NOT NULL,
      region TEXT NOT NULL, citizen BLOB NOT NULL, submitted INTEGER NOT NULL, changed INTEGER NOT NULL,
      assignee INTEGER NOT NULL, last_hash BLOB NOT NULL, reason TEXT NOT NULL, asked TEXT NOT NULL,
      feedback INTEGER NOT NULL, secret_generation INTEGER NOT NULL, decision INTEGER NOT NULL
    );
    CREATE INDEX request_inbox ON request(service, state, sequence) WHERE state <= 4;
    CREATE TABLE event(id INTEGER PRIMARY KEY, position INTEGER NOT NULL, body BLOB NOT NULL);
    CREATE TABLE personal(id INTEGER PRIMARY KEY, body BLOB NOT NULL);
    CREATE TABLE idempotency(
      scope INTEGER NOT NULL, key BLOB NOT NULL, content BLOB NOT NULL, event INTEGER NOT NULL,
      PRIMARY KEY(scope, key)
    ) WITHOUT ROWID;
    CREATE TABLE master_key(fingerprint BLOB NOT NULL);
    CREATE TABLE head(position INTEGER NOT NULL);
    INSERT INTO head VALUES(0);
    CREATE TABLE guess(
      subject BLOB PRIMARY KEY, wrong INTEGER NOT NULL, last INTEGER NOT NULL
    ) WITHOUT ROWID;
    """
}

/// Where an event stands: its request and its number.
public struct EventId: Sendable, Hashable {
  public let sequence: Int64
  public let number: UInt32

  public init(sequence: Int64, number: UInt32) {
    self.sequence = sequence
    self.number = number
  }

  init(row: Int64) { self.init(sequence: row >> 16, number: UInt32(row & 0xffff)) }

  var row: Int64 { sequence << 16 | Int64(number) }
}
