-- Symptoms that an incident keeps without their words, as what was said of them: member_log.hpp
-- tells the form of a body. By id they are in order.
CREATE TABLE member_batch (
    id       INTEGER PRIMARY KEY,
    incident INTEGER NOT NULL,  -- its number
    level    INTEGER NOT NULL,  -- how often it was gathered; 9: large, and left alone
    fresh    INTEGER NOT NULL,  -- records of new members
    stale    INTEGER NOT NULL,  -- … and those that supersede others
    body     TEXT NOT NULL
) STRICT;

CREATE INDEX member_batch_by_incident ON member_batch (incident, level, fresh, stale);

INSERT INTO member_batch (incident, level, fresh, stale, body)
SELECT incident, 9, count(*), 0, group_concat(
    'E' || length(CAST(fingerprint AS BLOB)) || ':' || fingerprint ||
    phase || ' ' || severity || ' ' || worst_phase || ' ' || worst_severity || ' ' ||
    times_raised || ' ' || observed_at || ' ' || received_at || ' ' || cleared_at || ' ' ||
    orphaned_since || ' ' ||
    length(CAST(episode AS BLOB)) || ':' || episode ||
    length(CAST(past_episode AS BLOB)) || ':' || past_episode ||
    length(CAST(host AS BLOB)) || ':' || host ||
    length(CAST(kind AS BLOB)) || ':' || kind ||
    length(CAST(component AS BLOB)) || ':' || component ||
    length(CAST(because AS BLOB)) || ':' || because, '')
FROM member GROUP BY incident;

DROP TABLE member;
