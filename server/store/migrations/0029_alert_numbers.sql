-- Alerts are filed in the order in which they began: thousands that come at once fill pages one
-- after the other. By key they touched a page each.
CREATE TABLE firing_alert (
    number INTEGER PRIMARY KEY,
    key    TEXT NOT NULL,  -- of its sender and its labels
    body   TEXT NOT NULL
) STRICT;

INSERT INTO firing_alert (number, key, body)
SELECT row_number() OVER (ORDER BY key), key, body FROM foreign_alert;

DROP TABLE foreign_alert;

ALTER TABLE firing_alert RENAME TO foreign_alert;
