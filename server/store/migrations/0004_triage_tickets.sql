CREATE TABLE triage_ticket (
    position    INTEGER PRIMARY KEY AUTOINCREMENT,  -- oldest first
    id          TEXT NOT NULL UNIQUE,
    words       TEXT NOT NULL,
    intent      TEXT NOT NULL,
    category    TEXT NOT NULL,
    actor       TEXT NOT NULL,
    at          INTEGER NOT NULL
) STRICT;
