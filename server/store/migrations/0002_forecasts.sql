CREATE TABLE forecast (
    position    INTEGER PRIMARY KEY AUTOINCREMENT,
    id          TEXT NOT NULL UNIQUE,  -- of the symptom that made it
    kind        TEXT NOT NULL,
    host        TEXT NOT NULL,
    component   TEXT NOT NULL,
    verdict     TEXT NOT NULL,
    raised_at   INTEGER NOT NULL,
    happened_at INTEGER NOT NULL,  -- 0 while it has not
    settled_at  INTEGER NOT NULL,  -- 0 while it is pending
    body        TEXT NOT NULL
) STRICT;

CREATE INDEX forecast_settled ON forecast (settled_at);
