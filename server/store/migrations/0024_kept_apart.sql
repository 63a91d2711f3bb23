-- Incidents that became breaches: all that was kept of them is gone from here, but for their
-- numbers, which are never given again.
CREATE TABLE kept_apart (
    incident_id TEXT PRIMARY KEY,
    number      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What they were, whole, as evidence of the breach.
CREATE TABLE breach_incident (
    breach_id TEXT PRIMARY KEY REFERENCES breach (id),
    body      TEXT NOT NULL
) STRICT, WITHOUT ROWID;
