-- Later proofs beside a bundle (docs/formats/sidecars.md): added whenever a bundle comes again with more of them.

CREATE TABLE sidecars (
  statement text NOT NULL REFERENCES ceremonies,
  file text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('sign-off', 'timestamp', 'log')),
  time timestamptz,
  said_by text NOT NULL,
  judged boolean NOT NULL,
  imported timestamptz NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (statement, file)
);

CREATE TABLE sign_offs (
  statement text NOT NULL,
  file text NOT NULL,
  officer text NOT NULL,
  role text NOT NULL,
  decision text NOT NULL CHECK (decision IN ('accepted', 'refused')),
  reasons text NOT NULL,
  time timestamptz NOT NULL,
  key_sha256 text NOT NULL,
  PRIMARY KEY (statement, file),
  FOREIGN KEY (statement, file) REFERENCES sidecars
);

CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON sidecars FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON sign_offs FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Who signed off each ceremony, or did not. Officers are counted by their key; one who ever refused has refused. Practice is not in it.
CREATE VIEW reviews AS
  SELECT c.organisation, c.ceremony, c.kind, c.ended, v.verdict,
    (SELECT count(DISTINCT s.key_sha256) FROM sign_offs s WHERE s.statement = c.statement AND s.decision = 'accepted'
      AND NOT EXISTS (SELECT 1 FROM sign_offs r WHERE r.statement = s.statement AND r.key_sha256 = s.key_sha256 AND r.decision = 'refused')) AS accepted,
    (SELECT count(DISTINCT s.key_sha256) FROM sign_offs s WHERE s.statement = c.statement AND s.decision = 'refused') AS refused, c.statement
  FROM ceremonies c JOIN vouched v ON v.statement = c.statement
  WHERE c.mode = 'production';
