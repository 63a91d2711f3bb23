-- How often people put two kinds together, or took them apart.
CREATE TABLE kin_verdict (
    kind_a TEXT NOT NULL,
    kind_b TEXT NOT NULL,
    merged INTEGER NOT NULL,
    split  INTEGER NOT NULL,
    at     INTEGER NOT NULL,
    PRIMARY KEY (kind_a, kind_b)
) STRICT, WITHOUT ROWID;
