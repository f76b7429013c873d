-- What was found valid in transcript bundles (docs/importer.md). Rows are added, never changed or removed.
-- Texts of a bundle stand as they were signed, but for NUL, which is shown as U+2400; payload, envelope and line are exact.

CREATE TABLE ceremonies (
  statement text PRIMARY KEY CHECK (statement ~ '^[0-9a-f]{64}$'),
  ceremony text NOT NULL,
  kind text NOT NULL,
  mode text NOT NULL CHECK (mode IN ('production', 'rehearsal')),
  title text NOT NULL,
  organisation text NOT NULL,
  opened timestamptz NOT NULL,
  ended timestamptz NOT NULL,
  previous text,
  gap boolean NOT NULL,
  plan text NOT NULL,
  transcript text NOT NULL,
  entries integer NOT NULL,
  head text NOT NULL,
  merkle_root text NOT NULL,
  root text,
  root_made text,
  checked_set text,
  deviations_recorded integer NOT NULL,
  deviations_accepted integer NOT NULL,
  verdict text NOT NULL CHECK (verdict IN ('trusted', 'valid')),
  imported timestamptz NOT NULL,
  payload bytea NOT NULL,
  envelope bytea NOT NULL,
  CHECK (previous <> statement),
  -- A rehearsal under the same id must not keep a real ceremony out.
  UNIQUE (ceremony, mode),
  -- Nobody follows a ceremony that somebody follows already.
  UNIQUE (previous),
  -- A root begins once.
  UNIQUE (root_made)
);

CREATE TABLE events (
  statement text NOT NULL REFERENCES ceremonies,
  seq integer NOT NULL,
  type text NOT NULL,
  time timestamptz NOT NULL,
  participant text,
  key_name text,
  set_id text,
  share integer,
  step text,
  leaf text NOT NULL,
  line text NOT NULL,
  PRIMARY KEY (statement, seq)
);
CREATE INDEX events_of_participant ON events (participant, time) WHERE participant IS NOT NULL;
CREATE INDEX events_of_key ON events (key_name, time) WHERE key_name IS NOT NULL;
CREATE INDEX events_of_set ON events (set_id, time) WHERE set_id IS NOT NULL;
CREATE INDEX events_of_type ON events (type, time);

CREATE TABLE key_states (
  statement text NOT NULL REFERENCES ceremonies,
  name text NOT NULL,
  type text NOT NULL,
  purpose text NOT NULL,
  cka_id text NOT NULL,
  check_kind text NOT NULL,
  check_value text NOT NULL,
  spki text,
  state text NOT NULL,
  since timestamptz,
  compromised boolean NOT NULL,
  ceremony text NOT NULL,
  made timestamptz,
  cryptoperiod_days integer,
  replaces text,
  until date,
  PRIMARY KEY (statement, name)
);
CREATE INDEX key_states_of_check_value ON key_states (check_value);

CREATE TABLE share_sets (
  statement text NOT NULL REFERENCES ceremonies,
  set_id text NOT NULL,
  ceremony text NOT NULL,
  made timestamptz,
  threshold integer NOT NULL,
  shares integer NOT NULL,
  package text NOT NULL,
  PRIMARY KEY (statement, set_id)
);
CREATE INDEX share_sets_of_package ON share_sets (package);

CREATE TABLE share_set_keys (
  statement text NOT NULL,
  set_id text NOT NULL,
  key_name text NOT NULL,
  PRIMARY KEY (statement, set_id, key_name),
  FOREIGN KEY (statement, set_id) REFERENCES share_sets
);

CREATE TABLE custodians (
  statement text NOT NULL,
  set_id text NOT NULL,
  share integer NOT NULL,
  custodian text NOT NULL,
  carrier text NOT NULL,
  bag text,
  card text,
  PRIMARY KEY (statement, set_id, share),
  FOREIGN KEY (statement, set_id) REFERENCES share_sets
);

CREATE TABLE void_sets (
  statement text NOT NULL REFERENCES ceremonies,
  set_id text NOT NULL,
  PRIMARY KEY (statement, set_id)
);

CREATE TABLE signers (
  statement text NOT NULL REFERENCES ceremonies,
  signer text NOT NULL,
  name text NOT NULL,
  roles text NOT NULL,
  algorithm text NOT NULL,
  key_sha256 text NOT NULL,
  spki bytea NOT NULL,
  second_algorithm text,
  second_key_sha256 text,
  required boolean NOT NULL,
  signed boolean NOT NULL,
  PRIMARY KEY (statement, signer)
);
CREATE INDEX signers_of_key ON signers (key_sha256);

CREATE TABLE signatures (
  statement text NOT NULL,
  number integer NOT NULL,
  signer text NOT NULL,
  signature bytea NOT NULL,
  PRIMARY KEY (statement, number),
  FOREIGN KEY (statement, signer) REFERENCES signers
);

CREATE TABLE deviations (
  statement text NOT NULL REFERENCES ceremonies,
  number integer NOT NULL,
  seq integer NOT NULL,
  time timestamptz NOT NULL,
  step text NOT NULL,
  what text NOT NULL,
  remedy text NOT NULL,
  recorded_by text NOT NULL,
  automatic boolean NOT NULL,
  PRIMARY KEY (statement, number)
);

CREATE TABLE deviation_acceptances (
  statement text NOT NULL,
  number integer NOT NULL,
  seq integer NOT NULL,
  time timestamptz NOT NULL,
  participant text NOT NULL,
  PRIMARY KEY (statement, seq),
  FOREIGN KEY (statement, number) REFERENCES deviations
);

CREATE TABLE findings (
  statement text NOT NULL REFERENCES ceremonies,
  number integer NOT NULL,
  rule text NOT NULL,
  event integer,
  found text NOT NULL,
  means text NOT NULL,
  PRIMARY KEY (statement, number)
);
CREATE INDEX findings_of_rule ON findings (rule);

-- One row for each time that something was added; `pins` is the SHA-256 of the trust file, null where nothing was pinned.
CREATE TABLE imports (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  statement text NOT NULL REFERENCES ceremonies,
  time timestamptz NOT NULL,
  verdict text NOT NULL CHECK (verdict IN ('trusted', 'valid')),
  pins text,
  allowed text NOT NULL,
  application text NOT NULL,
  CHECK (verdict = 'valid' OR pins IS NOT NULL)
);
CREATE INDEX imports_of_statement ON imports (statement);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what was imported is never changed or removed (%.%)', TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['ceremonies', 'events', 'key_states', 'share_sets', 'share_set_keys', 'custodians', 'void_sets', 'signers', 'signatures', 'deviations', 'deviation_acceptances', 'findings', 'imports'] LOOP
    EXECUTE format('CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name);
  END LOOP;
END $$;

-- The line of an event as jsonb, which has no NUL: it is shown as U+2400. The exact line is `line`.
CREATE FUNCTION line_as_jsonb(line text) RETURNS jsonb LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN regexp_replace(line, '(?<!\\)((?:\\\\)*)\\u0000', '\1\\u2400', 'g')::jsonb;

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
    SELECT h.*, 'rotate' AS duty, k.name AS about, (k.made AT TIME ZONE 'UTC')::date + k.cryptoperiod_days AS day
    FROM heads h JOIN key_states k ON k.statement = h.statement WHERE k.state = 'active'
    UNION ALL
    SELECT h.*, 'stop-using', k.name, k.until
    FROM heads h JOIN key_states k ON k.statement = h.statement WHERE k.state = 'deactivated'
    UNION ALL
    SELECT h.*, 'destroy', k.name, k.until + 1
    FROM heads h JOIN key_states k ON k.statement = h.statement WHERE k.state = 'deactivated' AND k.until IS NOT NULL
    UNION ALL
    SELECT h.*, 'destroy-compromised', k.name, (k.since AT TIME ZONE 'UTC')::date
    FROM heads h JOIN key_states k ON k.statement = h.statement WHERE k.state = 'compromised'
    UNION ALL
    -- A term of years is never cut short: 29 February becomes 1 March.
    SELECT h.*, 'retain', k.name, (d.day + interval '6 years')::date + CASE WHEN extract(day FROM d.day + interval '6 years') < extract(day FROM d.day) THEN 1 ELSE 0 END
    FROM heads h JOIN key_states k ON k.statement = h.statement, LATERAL (SELECT (k.since AT TIME ZONE 'UTC')::date AS day) d WHERE k.state = 'destroyed'
    UNION ALL
    SELECT h.*, 'check', left(s.set_id, 4) || '-' || substr(s.set_id, 5),
      (greatest(s.made, (SELECT max(c.ended) FROM share_sets t JOIN ceremonies c ON c.statement = t.statement
        WHERE t.package = s.package AND t.set_id = s.set_id AND c.kind = 'check' AND c.checked_set = s.set_id)) AT TIME ZONE 'UTC')::date + 365
    FROM heads h JOIN share_sets s ON s.statement = h.statement
  ), known AS (
    SELECT due.*, coalesce(due.day, (due.ended AT TIME ZONE 'UTC')::date) AS by_day, (now() AT TIME ZONE 'UTC')::date AS today FROM due
  )
  SELECT organisation, by_day, CASE WHEN by_day < today THEN 'overdue' WHEN by_day <= today + 60 THEN 'soon' ELSE 'later' END AS urgency, duty, about,
    day IS NULL AS day_unknown, ceremony AS as_of, verdict, statement
  FROM known
  WHERE mode = 'production' AND NOT (duty = 'retain' AND by_day < today);

-- Deviations that nobody accepted. Practice is not in it.
CREATE VIEW unaccepted_deviations AS
  SELECT c.organisation, c.ceremony, d.number, d.time, d.step, d.what, d.remedy, d.recorded_by, d.automatic, d.seq, v.verdict, d.statement
  FROM deviations d JOIN ceremonies c ON c.statement = d.statement JOIN vouched v ON v.statement = c.statement
  WHERE c.mode = 'production' AND NOT EXISTS (SELECT 1 FROM deviation_acceptances a WHERE a.statement = d.statement AND a.number = d.number);
