-- How hosts come in by certificates: tokens of which only the SHA-256 is kept, and what was issued.
CREATE TABLE enrolment_token (
    id            TEXT PRIMARY KEY,
    secret_sha256 TEXT NOT NULL,
    labels        TEXT NOT NULL, -- JSON: [["rack","7"]]
    uses_max      INTEGER NOT NULL,
    uses          INTEGER NOT NULL,
    may_replace   INTEGER NOT NULL,
    made_at       INTEGER NOT NULL,
    expires_at    INTEGER NOT NULL,
    revoked_at    INTEGER NOT NULL -- 0: it is not
) STRICT, WITHOUT ROWID;

CREATE TABLE agent_certificate (
    serial         TEXT PRIMARY KEY,
    agent_id       TEXT NOT NULL,
    machine_id     TEXT NOT NULL,
    request_sha256 TEXT NOT NULL UNIQUE,
    pem            TEXT NOT NULL,
    token_id       TEXT NOT NULL,
    made_at        INTEGER NOT NULL,
    expires_at     INTEGER NOT NULL,
    revoked_at     INTEGER NOT NULL -- 0: it is good
) STRICT, WITHOUT ROWID;
CREATE INDEX agent_certificate_by_agent ON agent_certificate (agent_id, made_at);

-- Until the agent enrols anew no certificate that names it is good, whoever issued it.
CREATE TABLE agent_revocation (
    agent_id   TEXT PRIMARY KEY,
    revoked_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
