/// The schema of version 1, word for word: what journals of that version hold.
let version1Schema = """
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
  CREATE TABLE guess(
    subject BLOB PRIMARY KEY, wrong INTEGER NOT NULL, last INTEGER NOT NULL
  ) WITHOUT ROWID;
  """

/// The columns of version 1 that later versions added some to.
public let version1Columns = [
  "region": "code, name_fa, name_en, population", "agency": "id, name_fa, name_en",
  "service":
    "row, code, version, agency, name_fa, name_en, acknowledge_days, decide_days, fee_rial, status, documents",
  "attribute": "service, place, code, type, format, required, allowed, label_fa, label_en",
  "office": "row, id, licence, kind, region, status, name_fa, name_en",
  "principal": "row, name, role, agency, office, status", "principal_key": "digest, principal",
  "request": """
  sequence, version, state, service, office, channel, assisted, region, citizen, submitted, changed, assignee, \
  last_hash, reason, asked, feedback, secret_generation, decision
  """,
  "event": "id, position, body", "personal": "id, body", "idempotency": "scope, key, content, event",
  "master_key": "fingerprint", "head": "position", "guess": "subject, wrong, last",
]
