-- What agents judge their hosts by: the newest of each host. It goes with its host. Times in ms.
CREATE TABLE host_pack (
    host    TEXT NOT NULL PRIMARY KEY,
    told_at INTEGER NOT NULL,
    body    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER host_pack_goes AFTER DELETE ON host
BEGIN DELETE FROM host_pack WHERE host = OLD.id; END;
