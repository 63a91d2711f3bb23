-- The steps of a known error's fix, in order: [["checked","df -h"],["changed","…"]].
ALTER TABLE known_error ADD COLUMN steps TEXT NOT NULL DEFAULT '[]';
