CREATE TABLE foreign_alert (
    key  TEXT PRIMARY KEY,  -- of its sender and its labels
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
