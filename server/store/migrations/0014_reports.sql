-- What users told the desk. `once` is a Message-ID or a client's key: the same one is the same
-- report.
CREATE TABLE report (
    position      INTEGER PRIMARY KEY AUTOINCREMENT,
    id            TEXT NOT NULL UNIQUE,
    once          TEXT UNIQUE,
    received_at   INTEGER NOT NULL,
    contact       TEXT NOT NULL,
    intent        TEXT NOT NULL,
    request_state TEXT NOT NULL,
    incident_id   TEXT NOT NULL,  -- written with the incident; '' until it joined one
    body          TEXT NOT NULL
) STRICT;

CREATE INDEX report_of_contact ON report (contact, position);
CREATE INDEX report_request ON report (request_state, position);
CREATE INDEX report_unplaced ON report (position) WHERE intent = 'incident' AND incident_id = '';

CREATE TABLE report_message (
    sequence  INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id TEXT NOT NULL,
    at        INTEGER NOT NULL,
    from_desk INTEGER NOT NULL,
    author    TEXT NOT NULL,
    words     TEXT NOT NULL
) STRICT;

CREATE INDEX report_message_of ON report_message (report_id, sequence);

-- Mails that came in, and the report whose thread they belong to.
CREATE TABLE report_mail (
    message_id TEXT PRIMARY KEY,
    report_id  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Links that were used: SHA-256 of the token.
CREATE TABLE used_link (
    digest TEXT PRIMARY KEY,
    at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
