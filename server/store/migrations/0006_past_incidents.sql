-- What resolved incidents say, for "has this happened before?". rowid is the incident's number.
-- A kind is one word here: its dots and underscores are written "zz".
CREATE VIRTUAL TABLE incident_text USING fts5 (
    title, sentence, kinds, components, resolution, tokenize = 'unicode61'
);

INSERT INTO incident_text (rowid, title, sentence, kinds, components, resolution)
SELECT number, json_extract(body, '$.title'), json_extract(body, '$.sentence'),
       (SELECT group_concat(DISTINCT replace(replace(json_extract(value, '$.symptom.kind'),
                                                     '.', 'zz'), '_', 'zz'))
        FROM json_each(body, '$.symptoms')),
       (SELECT group_concat(DISTINCT json_extract(value, '$.symptom.component'))
        FROM json_each(body, '$.symptoms')),
       (SELECT group_concat(reason_text || ' ' || words, ' ') FROM event
        WHERE incident_id = incident.id AND kind IN ('resolved', 'noted'))
FROM incident WHERE ended = 1;

CREATE TABLE known_error (
    id          TEXT PRIMARY KEY,
    title       TEXT NOT NULL,
    kinds       TEXT NOT NULL,      -- comma between them
    component   TEXT NOT NULL,
    fix         TEXT NOT NULL,
    author      TEXT NOT NULL,
    written_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE fix_outcome (
    known_error_id TEXT NOT NULL REFERENCES known_error (id),
    incident_id    TEXT NOT NULL,
    worked         INTEGER NOT NULL,  -- 0 or 1
    took_ms        INTEGER NOT NULL,
    actor          TEXT NOT NULL,
    at             INTEGER NOT NULL,
    PRIMARY KEY (known_error_id, incident_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX fix_outcome_incident ON fix_outcome (incident_id);
