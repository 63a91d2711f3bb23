-- Hosts that people send away. Until nothing is left to forget of one, so that no crash loses it.
CREATE TABLE host_farewell (
    host_id         TEXT NOT NULL PRIMARY KEY,
    at              INTEGER NOT NULL,
    actor           TEXT NOT NULL,
    deletes_history INTEGER NOT NULL,
    clock_skew      INTEGER NOT NULL -- ms by which its samples' times are ahead of ours
) STRICT, WITHOUT ROWID;

-- Agents whose token was taken away: their silence is meant, unless they have a certificate.
CREATE TABLE agent_removal (
    agent_id   TEXT NOT NULL PRIMARY KEY,
    removed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
