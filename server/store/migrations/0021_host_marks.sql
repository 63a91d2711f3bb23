-- What nearly every report changes of its host; newer than the host's body. Times in ms.
CREATE TABLE host_mark (
    id         TEXT NOT NULL PRIMARY KEY,
    sequence   INTEGER NOT NULL,
    last_seen  INTEGER NOT NULL,
    clock_skew INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
