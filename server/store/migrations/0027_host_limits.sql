-- What agents told of the limits they learned: the newest of each host. It goes with its host.
CREATE TABLE host_limits (
    host TEXT NOT NULL PRIMARY KEY,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER host_limits_go AFTER DELETE ON host
BEGIN DELETE FROM host_limits WHERE host = OLD.id; END;
