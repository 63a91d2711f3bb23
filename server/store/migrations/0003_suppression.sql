CREATE TABLE suppression (
    id          TEXT PRIMARY KEY,
    kind        TEXT NOT NULL,  -- silence or window
    created_at  INTEGER NOT NULL,
    body        TEXT NOT NULL
) STRICT;

CREATE TABLE suppression_event (
    sequence       INTEGER PRIMARY KEY AUTOINCREMENT,
    suppression_id TEXT NOT NULL,
    at             INTEGER NOT NULL,
    actor          TEXT NOT NULL,
    what           TEXT NOT NULL,
    words          TEXT NOT NULL
) STRICT;

CREATE INDEX suppression_event_of ON suppression_event (suppression_id, sequence);
