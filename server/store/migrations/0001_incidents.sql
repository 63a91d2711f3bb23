CREATE TABLE incident (
    id          TEXT PRIMARY KEY,
    number      INTEGER NOT NULL UNIQUE,
    revision    INTEGER NOT NULL,
    state       TEXT NOT NULL,
    ended       INTEGER NOT NULL,  -- 0 open, 1 resolved or closed
    priority    INTEGER NOT NULL,
    foreseen    INTEGER NOT NULL,  -- 0 impending, 1 occurring: impending comes first
    category    TEXT NOT NULL,
    opened_at   INTEGER NOT NULL,
    body        TEXT NOT NULL
) STRICT;

CREATE INDEX incident_order ON incident (ended, priority, foreseen, opened_at DESC, number DESC);
CREATE INDEX incident_state ON incident (state);

CREATE TABLE incident_host (
    host        TEXT NOT NULL,
    incident_id TEXT NOT NULL REFERENCES incident (id),
    PRIMARY KEY (host, incident_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
    sequence    INTEGER PRIMARY KEY AUTOINCREMENT,
    incident_id TEXT NOT NULL,
    at          INTEGER NOT NULL,
    kind        TEXT NOT NULL,
    actor       TEXT NOT NULL,
    reason_code TEXT NOT NULL,
    reason_text TEXT NOT NULL,
    was         TEXT NOT NULL,
    became      TEXT NOT NULL,
    words       TEXT NOT NULL
) STRICT;

CREATE INDEX event_of_incident ON event (incident_id, sequence);

CREATE TABLE outbox (
    position    INTEGER PRIMARY KEY AUTOINCREMENT,
    id          TEXT NOT NULL UNIQUE,
    incident_id TEXT NOT NULL,
    transition  TEXT NOT NULL,
    channel     TEXT NOT NULL,
    recipient   TEXT NOT NULL,
    body        TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    due_at      INTEGER NOT NULL,
    attempts    INTEGER NOT NULL,
    last_error  TEXT NOT NULL
) STRICT;

CREATE INDEX outbox_thread ON outbox (incident_id, channel, recipient, position);

CREATE TABLE host (
    id          TEXT PRIMARY KEY,
    body        TEXT NOT NULL
) STRICT;

CREATE TABLE agent (
    id           TEXT PRIMARY KEY,
    token_sha256 TEXT NOT NULL UNIQUE
) STRICT;
