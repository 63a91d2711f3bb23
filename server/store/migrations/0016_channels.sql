ALTER TABLE outbox ADD COLUMN is_page INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN is_replaceable INTEGER NOT NULL DEFAULT 0;

CREATE INDEX outbox_page ON outbox (incident_id) WHERE is_page = 1;

-- Where outside an incident is told: a chat's message, a ticket, the first mail.
CREATE TABLE external_thread (
    channel     TEXT NOT NULL,
    recipient   TEXT NOT NULL,
    incident_id TEXT NOT NULL,
    record      TEXT NOT NULL,
    PRIMARY KEY (channel, recipient, incident_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE subscription (
    position   INTEGER PRIMARY KEY AUTOINCREMENT,  -- oldest first
    id         TEXT NOT NULL UNIQUE,
    service    TEXT NOT NULL,  -- its name; * for any incident
    person     TEXT NOT NULL,
    channel    TEXT NOT NULL,
    address    TEXT NOT NULL,
    audience   TEXT NOT NULL,
    language   TEXT NOT NULL,
    priority   INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (service, person, channel, address, audience)
) STRICT;
