-- What was found valid in transcript bundles (docs/importer.md). Rows are added, never changed or removed.
-- Texts of a bundle stand as they were signed, but for NUL, which is shown as U+2400; payload, envelope and line are exact.

CREATE TABLE ceremonies (
  statement TEXT PRIMARY KEY NOT NULL CHECK (length(statement) = 64 AND statement NOT GLOB '*[^0-9a-f]*'),
  ceremony TEXT NOT NULL,
  kind TEXT NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('production', 'rehearsal')),
  title TEXT NOT NULL,
  organisation TEXT NOT NULL,
  opened TEXT NOT NULL,
  ended TEXT NOT NULL,
  previous TEXT,
  gap INTEGER NOT NULL,
  plan TEXT NOT NULL,
  transcript TEXT NOT NULL,
  entries INTEGER NOT NULL,
  head TEXT NOT NULL,
  merkle_root TEXT NOT NULL,
  root TEXT,
  root_made TEXT,
  checked_set TEXT,
  deviations_recorded INTEGER NOT NULL,
  deviations_accepted INTEGER NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('trusted', 'valid')),
  imported TEXT NOT NULL,
  payload BLOB NOT NULL,
  envelope BLOB NOT NULL,
  CHECK (previous <> statement),
  -- A rehearsal under the same id must not keep a real ceremony out.
  UNIQUE (ceremony, mode),
  -- Nobody follows a ceremony that somebody follows already.
  UNIQUE (previous),
  -- A root begins once.
  UNIQUE (root_made)
) STRICT;

CREATE TABLE events (
  statement TEXT NOT NULL REFERENCES ceremonies,
  seq INTEGER NOT NULL,
  type TEXT NOT NULL,
  time TEXT NOT NULL,
  participant TEXT,
  key_name TEXT,
  set_id TEXT,
  share INTEGER,
  step TEXT,
  leaf TEXT NOT NULL,
  line TEXT NOT NULL,
  PRIMARY KEY (statement, seq)
) STRICT;
CREATE INDEX events_of_participant ON events (participant, time) WHERE participant IS NOT NULL;
CREATE INDEX events_of_key ON events (key_name, time) WHERE key_name IS NOT NULL;
CREATE INDEX events_of_set ON events (set_id, time) WHERE set_id IS NOT NULL;
CREATE INDEX events_of_type ON events (type, time);

CREATE TABLE key_states (
  statement TEXT NOT NULL REFERENCES ceremonies,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  purpose TEXT NOT NULL,
  cka_id TEXT NOT NULL,
  check_kind TEXT NOT NULL,
  check_value TEXT NOT NULL,
  spki TEXT,
  state TEXT NOT NULL,
  since TEXT,
  compromised INTEGER NOT NULL,
  ceremony TEXT NOT NULL,
  made TEXT,
  cryptoperiod_days INTEGER,
  replaces TEXT,
  until TEXT,
  PRIMARY KEY (statement, name)
) STRICT;
CREATE INDEX key_states_of_check_value ON key_states (check_value);

CREATE TABLE share_sets (
  statement TEXT NOT NULL REFERENCES ceremonies,
  set_id TEXT NOT NULL,
  ceremony TEXT NOT NULL,
  made TEXT,
  threshold INTEGER NOT NULL,
  shares INTEGER NOT NULL,
  package TEXT NOT NULL,
  PRIMARY KEY (statement, set_id)
) STRICT;
CREATE INDEX share_sets_of_package ON share_sets (package);

CREATE TABLE share_set_keys (
  statement TEXT NOT NULL,
  set_id TEXT NOT NULL,
  key_name TEXT NOT NULL,
  PRIMARY KEY (statement, set_id, key_name),
  FOREIGN KEY (statement, set_id) REFERENCES share_sets
) STRICT;

CREATE TABLE custodians (
  statement TEXT NOT NULL,
  set_id TEXT NOT NULL,
  share INTEGER NOT NULL,
  custodian TEXT NOT NULL,
  carrier TEXT NOT NULL,
  bag TEXT,
  card TEXT,
  PRIMARY KEY (statement, set_id, share),
  FOREIGN KEY (statement, set_id) REFERENCES share_sets
) STRICT;

CREATE TABLE void_sets (
  statement TEXT NOT NULL REFERENCES ceremonies,
  set_id TEXT NOT NULL,
  PRIMARY KEY (statement, set_id)
) STRICT;

CREATE TABLE signers (
  statement TEXT NOT NULL REFERENCES ceremonies,
  signer TEXT NOT NULL,
  name TEXT NOT NULL,
  roles TEXT NOT NULL,
  algorithm TEXT NOT NULL,
  key_sha256 TEXT NOT NULL,
  spki BLOB NOT NULL,
  second_algorithm TEXT,
  second_key_sha256 TEXT,
  required INTEGER NOT NULL,
  signed INTEGER NOT NULL,
  PRIMARY KEY (statement, signer)
) STRICT;
CREATE INDEX signers_of_key ON signers (key_sha256);

CREATE TABLE signatures (
  statement TEXT NOT NULL,
  number INTEGER NOT NULL,
  signer TEXT NOT NULL,
  signature BLOB NOT NULL,
  PRIMARY KEY (statement, number),
  FOREIGN KEY (statement, signer) REFERENCES signers
) STRICT;

CREATE TABLE deviations (
  statement TEXT NOT NULL REFERENCES ceremonies,
  number INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  time TEXT NOT NULL,
  step TEXT NOT NULL,
  what TEXT NOT NULL,
  remedy TEXT NOT NULL,
  recorded_by TEXT NOT NULL,
  automatic INTEGER NOT NULL,
  PRIMARY KEY (statement, number)
) STRICT;

CREATE TABLE deviation_acceptances (
  statement TEXT NOT NULL,
  number INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  time TEXT NOT NULL,
  participant TEXT NOT NULL,
  PRIMARY KEY (statement, seq),
  FOREIGN KEY (statement, number) REFERENCES deviations
) STRICT;

CREATE TABLE findings (
  statement TEXT NOT NULL REFERENCES ceremonies,
  number INTEGER NOT NULL,
  rule TEXT NOT NULL,
  event INTEGER,
  found TEXT NOT NULL,
  means TEXT NOT NULL,
  PRIMARY KEY (statement, number)
) STRICT;
CREATE INDEX findings_of_rule ON findings (rule);

-- One row for each time that something was added; `pins` is the SHA-256 of the trust file, null where nothing was pinned.
CREATE TABLE imports (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  statement TEXT NOT NULL REFERENCES ceremonies,
  time TEXT NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('trusted', 'valid')),
  pins TEXT,
  allowed TEXT NOT NULL,
  application TEXT NOT NULL,
  CHECK (verdict = 'valid' OR pins IS NOT NULL)
) STRICT;
CREATE INDEX imports_of_statement ON imports (statement);

-- SQLite has no rights: these hold whoever opens the file to what the importer promises, unless they take them away.
CREATE TRIGGER ceremonies_no_update BEFORE UPDATE ON ceremonies BEGIN SELECT RAISE(ABORT, 'what was imported is never changed or removed'); END;
CREATE TRIGGER ceremonies_no_delete BEFORE DELETE ON ceremonies BEGIN SELECT RAISE(ABORT, 'what was imported is never changed or removed'); END;
CREATE TRIGGER events_no_update BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'what was imported is never changed or removed'); END;
CREATE TRIGGER events_no_delete BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'what was imported is never changed or removed'); END;
CREATE TRIGGER key_states_no_update BEFORE UPDATE ON key_states BEGIN SELECT RAISE(ABORT, 'what was imported is never changed or removed'); END;
CREATE TRIGGER key_states_no_delete BEFORE DELETE ON key_states BEGIN SELECT RAISE(ABORT, 'what was imported is never changed or removed'); END;
CREATE TRIGGER share_sets_no_update BEFORE UPDATE ON share_sets BEGIN SELECT RAISE(ABORT, 'what was imported is never changed or removed'); END;
CREATE TRIGGER share_sets_no_delete BEFORE DELETE ON share_sets BEGIN SELECT RAISE(ABORT, 'what was imported is never changed or removed'); END;
CREATE TRIGGER share_set_keys_no_update BEFORE UPDATE ON share_set_keys BEGIN SELECT RAISE(ABORT, 'what was imported is never changed or removed'); END;
CREATE TRIGGER share_set_keys_no_delete BEFORE DELETE ON share_set_keys BEGIN SELECT RAISE(ABORT, 'what was imported is never changed or removed'); END;
CREATE TRIGGER custodians_no_update BEFORE UPDATE ON custodians BEGIN SELECT RAISE(ABORT, 'what was imported is never changed or removed'); END;
CREATE TRIGGER custodians_no_delete BEFORE DELETE ON custodians BEGIN SELECT RAISE(ABORT, 'what was imported is never changed or removed'); END;
CREATE TRIGGER void_sets_no_update BEFORE UPDATE ON void_sets BEGIN SELECT RAISE(ABORT, 'what was imported is never changed or removed'); END;
CREATE TRIGGER void_sets_no_delete BEFORE DELETE ON void_sets BEGIN SELECT RAISE(ABORT, 'what was imported is never changed or removed'); END;
CREATE TRIGGER signers_no_update BEFORE UPDATE ON signers BEGIN SELECT RAISE(ABORT, 'what was imported is never changed or removed'); END;
CREATE TRIGGER signers_no_delete BEFORE DELETE ON signers BEGIN SELECT RAISE(ABORT, 'what was imported is never changed or removed'); END;
CREATE TRIGGER signatures_no_update BEFORE UPDATE ON signatures BEGIN SELECT RAISE(ABORT, 'what was imported is never changed or removed'); END;
CREATE TRIGGER signatures_no_delete BEFORE DELETE ON signatures BEGIN SELECT RAISE(ABORT, 'what was imported is never changed or removed'); END;
CREATE TRIGGER deviations_no_update BEFORE UPDATE ON deviations BEGIN SELECT RAISE(ABORT, 'what was imported is never changed or removed'); END;
CREATE TRIGGER deviations_no_delete BEFORE DELETE ON deviations BEGIN SELECT RAISE(ABORT, 'what was imported is never changed or removed'); END;
CREATE TRIGGER deviation_acceptances_no_update BEFORE UPDATE ON deviation_acceptances BEGIN SELECT RAISE(ABORT, 'what was imported is never changed or removed'); END;
CREATE TRIGGER deviation_acceptances_no_delete BEFORE DELETE ON deviation_acceptances BEGIN SELECT RAISE(ABORT, 'what was imported is never changed or removed'); END;
CREATE TRIGGER findings_no_update BEFORE UPDATE ON findings BEGIN SELECT RAISE(ABORT, 'what was imported is never changed or removed'); END;
CREATE TRIGGER findings_no_delete BEFORE DELETE ON findings BEGIN SELECT RAISE(ABORT, 'what was imported is never changed or removed'); END;
CREATE TRIGGER imports_no_update BEFORE UPDATE ON imports BEGIN SELECT RAISE(ABORT, 'what was imported is never changed or removed'); END;
CREATE TRIGGER imports_no_delete BEFORE DELETE ON imports BEGIN SELECT RAISE(ABORT, 'what was imported is never changed or removed'); END;

-- What is known by now of who vouches: trusted once any import had its pins met.
CREATE VIEW vouched AS
  SELECT statement, min(verdict) AS verdict FROM imports GROUP BY statement;

-- Ceremonies of each lineage in order; `lineage` is the statement of its earliest ceremony that is here.
CREATE VIEW lineage_order AS
  WITH RECURSIVE line (lineage, position, statement) AS (
    SELECT c.statement, 1, c.statement FROM ceremonies c
    WHERE c.previous IS NULL OR NOT EXISTS (SELECT 1 FROM ceremonies b WHERE b.statement = c.previous)
    UNION ALL
    SELECT line.lineage, line.position + 1, n.statement FROM line JOIN ceremonies n ON n.previous = line.statement
  )
  SELECT line.lineage, line.position, c.mode, v.verdict, c.ceremony, c.kind, c.title, c.organisation, c.opened, c.ended, c.statement, c.previous,
    c.previous IS NOT NULL AND line.position = 1 OR c.previous IS NULL AND c.kind <> 'generate' AS gap
  FROM line JOIN ceremonies c ON c.statement = line.statement JOIN vouched v ON v.statement = c.statement;

-- The newest ceremony of each lineage.
CREATE VIEW heads AS
  SELECT c.statement, c.ceremony, c.kind, c.mode, v.verdict, c.organisation, c.ended
  FROM ceremonies c JOIN vouched v ON v.statement = c.statement
  WHERE NOT EXISTS (SELECT 1 FROM ceremonies n WHERE n.previous = c.statement);

-- Every key version as the newest ceremony of its lineage left it. Practice is not in it.
CREATE VIEW current_keys AS
  SELECT h.organisation, k.name, k.type, k.purpose, k.state, k.since, k.until, k.compromised, k.made, k.cryptoperiod_days, k.replaces, k.check_kind, k.check_value, k.cka_id,
    k.ceremony AS made_in, h.ceremony AS as_of, h.ended AS as_of_time, h.verdict, h.statement
  FROM heads h JOIN key_states k ON k.statement = h.statement
  WHERE h.mode = 'production';

-- What is to be done, and by when (UTC days). The rules and their sources: docs/importer.md. Practice is not in it.
CREATE VIEW next_duties AS
  WITH due AS (
    SELECT h.*, 'rotate' AS duty, k.name AS about, date(k.made, k.cryptoperiod_days || ' days') AS day
    FROM heads h JOIN key_states k ON k.statement = h.statement WHERE k.state = 'active'
    UNION ALL
    SELECT h.*, 'stop-using', k.name, k.until
    FROM heads h JOIN key_states k ON k.statement = h.statement WHERE k.state = 'deactivated'
    UNION ALL
    SELECT h.*, 'destroy', k.name, date(k.until, '1 day')
    FROM heads h JOIN key_states k ON k.statement = h.statement WHERE k.state = 'deactivated' AND k.until IS NOT NULL
    UNION ALL
    SELECT h.*, 'destroy-compromised', k.name, date(k.since)
    FROM heads h JOIN key_states k ON k.statement = h.statement WHERE k.state = 'compromised'
    UNION ALL
    SELECT h.*, 'retain', k.name, date(k.since, '6 years')
    FROM heads h JOIN key_states k ON k.statement = h.statement WHERE k.state = 'destroyed'
    UNION ALL
    SELECT h.*, 'check', substr(s.set_id, 1, 4) || '-' || substr(s.set_id, 5),
      date(coalesce(max(s.made, (SELECT max(c.ended) FROM share_sets t JOIN ceremonies c ON c.statement = t.statement
        WHERE t.package = s.package AND t.set_id = s.set_id AND c.kind = 'check' AND c.checked_set = s.set_id)), s.made, (SELECT max(c.ended) FROM share_sets t JOIN ceremonies c ON c.statement = t.statement
        WHERE t.package = s.package AND t.set_id = s.set_id AND c.kind = 'check' AND c.checked_set = s.set_id)), '365 days')
    FROM heads h JOIN share_sets s ON s.statement = h.statement
  ), known AS (
    SELECT due.*, coalesce(due.day, date(due.ended)) AS by_day, date('now') AS today FROM due
  )
  SELECT organisation, by_day, CASE WHEN by_day < today THEN 'overdue' WHEN by_day <= date(today, '60 days') THEN 'soon' ELSE 'later' END AS urgency, duty, about,
    day IS NULL AS day_unknown, ceremony AS as_of, verdict, statement
  FROM known
  WHERE mode = 'production' AND NOT (duty = 'retain' AND by_day < today);

-- Deviations that nobody accepted. Practice is not in it.
CREATE VIEW unaccepted_deviations AS
  SELECT c.organisation, c.ceremony, d.number, d.time, d.step, d.what, d.remedy, d.recorded_by, d.automatic, d.seq, v.verdict, d.statement
  FROM deviations d JOIN ceremonies c ON c.statement = d.statement JOIN vouched v ON v.statement = c.statement
  WHERE c.mode = 'production' AND NOT EXISTS (SELECT 1 FROM deviation_acceptances a WHERE a.statement = d.statement AND a.number = d.number);
