-- What the server's detectors learned of hosts.
CREATE TABLE learned (
    host TEXT NOT NULL PRIMARY KEY,
    at   INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX learned_by_age ON learned (at);
