-- Who works here, how they prove themselves, and what was done. Of secrets only SHA-256 is kept.
CREATE TABLE person (
    name          TEXT PRIMARY KEY,
    title         TEXT NOT NULL,
    role          TEXT NOT NULL,
    contacts      TEXT NOT NULL, -- JSON
    language      TEXT NOT NULL,
    zone          TEXT NOT NULL,
    disabled      INTEGER NOT NULL,
    password_hash TEXT NOT NULL DEFAULT '' -- argon2id; empty: cannot log in
) STRICT, WITHOUT ROWID;

CREATE TABLE team (
    name    TEXT PRIMARY KEY,
    title   TEXT NOT NULL,
    tier    TEXT NOT NULL,
    members TEXT NOT NULL -- JSON
) STRICT, WITHOUT ROWID;

-- One row: grows with every change of people and teams, whichever process makes it.
CREATE TABLE people_revision (revision INTEGER NOT NULL) STRICT;
INSERT INTO people_revision VALUES (1);

CREATE TABLE session (
    secret_sha256 TEXT PRIMARY KEY,
    person        TEXT NOT NULL REFERENCES person (name),
    opened_at     INTEGER NOT NULL,
    used_at       INTEGER NOT NULL,
    address       TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_person ON session (person, opened_at);

CREATE TABLE api_token (
    id            TEXT PRIMARY KEY,
    secret_sha256 TEXT NOT NULL UNIQUE,
    person        TEXT NOT NULL REFERENCES person (name),
    label         TEXT NOT NULL,
    role          TEXT NOT NULL,
    made_at       INTEGER NOT NULL,
    expires_at    INTEGER NOT NULL, -- 0: never
    used_at       INTEGER NOT NULL, -- 0: not yet
    revoked_at    INTEGER NOT NULL  -- 0: it is good
) STRICT, WITHOUT ROWID;
CREATE INDEX api_token_by_person ON api_token (person);

CREATE TABLE invitation (
    person        TEXT PRIMARY KEY, -- empty: makes the first admin
    secret_sha256 TEXT NOT NULL UNIQUE,
    expires_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    at       INTEGER NOT NULL,
    actor    TEXT NOT NULL,
    proof    TEXT NOT NULL,
    address  TEXT NOT NULL,
    action   TEXT NOT NULL,
    object   TEXT NOT NULL,
    outcome  TEXT NOT NULL,
    detail   TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_actor ON audit (actor, sequence);
CREATE INDEX audit_by_object ON audit (object, sequence);

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is only ever added to'); END;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is only ever added to'); END;
