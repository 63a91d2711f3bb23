-- Who stands in for whom, and the secret of which the addresses of calendar feeds are made.
CREATE TABLE oncall_override (
    position  INTEGER PRIMARY KEY AUTOINCREMENT,
    id        TEXT NOT NULL UNIQUE,
    schedule  TEXT NOT NULL,
    person    TEXT NOT NULL,
    begins_at INTEGER NOT NULL,
    ends_at   INTEGER NOT NULL,
    made_by   TEXT NOT NULL,
    reason    TEXT NOT NULL,
    made_at   INTEGER NOT NULL
) STRICT;

CREATE TABLE oncall_state (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    secret   TEXT NOT NULL,
    revision INTEGER NOT NULL  -- grows with every override made or taken back
) STRICT;

INSERT INTO oncall_state (id, secret, revision) VALUES (1, '', 0);

-- Statistics ask for the incidents of a span of time.
CREATE INDEX incident_opened ON incident (opened_at);
