-- Later proofs beside a bundle (docs/formats/sidecars.md): added whenever a bundle comes again with more of them.

CREATE TABLE sidecars (
  statement TEXT NOT NULL REFERENCES ceremonies,
  file TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('sign-off', 'timestamp', 'log')),
  time TEXT,
  said_by TEXT NOT NULL,
  judged INTEGER NOT NULL,
  imported TEXT NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (statement, file)
) STRICT;

CREATE TABLE sign_offs (
  statement TEXT NOT NULL,
  file TEXT NOT NULL,
  officer TEXT NOT NULL,
  role TEXT NOT NULL,
  decision TEXT NOT NULL CHECK (decision IN ('accepted', 'refused')),
  reasons TEXT NOT NULL,
  time TEXT NOT NULL,
  key_sha256 TEXT NOT NULL,
  PRIMARY KEY (statement, file),
  FOREIGN KEY (statement, file) REFERENCES sidecars
) STRICT;

CREATE TRIGGER sidecars_no_update BEFORE UPDATE ON sidecars BEGIN SELECT RAISE(ABORT, 'what was imported is never changed or removed'); END;
CREATE TRIGGER sidecars_no_delete BEFORE DELETE ON sidecars BEGIN SELECT RAISE(ABORT, 'what was imported is never changed or removed'); END;
CREATE TRIGGER sign_offs_no_update BEFORE UPDATE ON sign_offs BEGIN SELECT RAISE(ABORT, 'what was imported is never changed or removed'); END;
CREATE TRIGGER sign_offs_no_delete BEFORE DELETE ON sign_offs BEGIN SELECT RAISE(ABORT, 'what was imported is never changed or removed'); END;

-- Who signed off each ceremony, or did not. Officers are counted by their key; one who ever refused has refused. Practice is not in it.
CREATE VIEW reviews AS
  SELECT c.organisation, c.ceremony, c.kind, c.ended, v.verdict,
    (SELECT count(DISTINCT s.key_sha256) FROM sign_offs s WHERE s.statement = c.statement AND s.decision = 'accepted'
      AND NOT EXISTS (SELECT 1 FROM sign_offs r WHERE r.statement = s.statement AND r.key_sha256 = s.key_sha256 AND r.decision = 'refused')) AS accepted,
    (SELECT count(DISTINCT s.key_sha256) FROM sign_offs s WHERE s.statement = c.statement AND s.decision = 'refused') AS refused, c.statement
  FROM ceremonies c JOIN vouched v ON v.statement = c.statement
  WHERE c.mode = 'production';
