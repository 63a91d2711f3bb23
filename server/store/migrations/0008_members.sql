-- Symptoms that an incident keeps without their words. Times in ms; 0: not.
CREATE TABLE member (
    incident       INTEGER NOT NULL,  -- its number
    fingerprint    TEXT NOT NULL,
    episode        TEXT NOT NULL,
    past_episode   TEXT NOT NULL,
    host           TEXT NOT NULL,
    kind           TEXT NOT NULL,
    component      TEXT NOT NULL,
    because        TEXT NOT NULL,
    phase          INTEGER NOT NULL,
    severity       INTEGER NOT NULL,
    worst_phase    INTEGER NOT NULL,
    worst_severity INTEGER NOT NULL,
    times_raised   INTEGER NOT NULL,
    observed_at    INTEGER NOT NULL,
    received_at    INTEGER NOT NULL,
    cleared_at     INTEGER NOT NULL,
    orphaned_since INTEGER NOT NULL,
    PRIMARY KEY (incident, fingerprint)
) STRICT, WITHOUT ROWID;
