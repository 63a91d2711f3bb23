-- Breaches of security: apart from incidents, so that nothing that reads those can come upon one.
CREATE TABLE breach (
    id       TEXT PRIMARY KEY,
    number   INTEGER NOT NULL UNIQUE,
    revision INTEGER NOT NULL,
    body     TEXT NOT NULL
) STRICT;
