-- The queue: a delivery that failed is tried again when it is due; a destination that keeps failing is left alone.

DROP VIEW delivery_states;

-- What became of a delivery: done, failed, timed out, unknown (the time was up while sending); waiting (not tried, for
-- its destination is out of order); begun (a later attempt, of which nothing more is known); dead (given up).
CREATE TABLE delivery_events_new (
    id             INTEGER PRIMARY KEY,
    delivery_id    INTEGER NOT NULL REFERENCES deliveries (id),
    at             TEXT NOT NULL,
    state          TEXT NOT NULL CHECK (
        state IN ('done', 'failed', 'timed out', 'unknown', 'waiting', 'begun', 'dead')
    ),
    payload_sha256 TEXT REFERENCES payloads (sha256),
    place          TEXT NOT NULL DEFAULT '',
    error          TEXT NOT NULL DEFAULT '',
    due_at         TEXT                   -- when it is tried again; NULL: it is not, unless somebody asks for it
) STRICT;
INSERT INTO delivery_events_new
SELECT id, delivery_id, at, state, payload_sha256, place, error, NULL FROM delivery_events;
DROP TABLE delivery_events;
ALTER TABLE delivery_events_new RENAME TO delivery_events;
CREATE INDEX delivery_events_delivery ON delivery_events (delivery_id);
CREATE INDEX delivery_events_due ON delivery_events (due_at) WHERE due_at IS NOT NULL;

-- A delivery with its latest event; `intended` if nothing is known after the intention. The bytes are the last ones sent.
CREATE VIEW delivery_states AS
SELECT deliveries.*, interchanges.exchange_id, coalesce(last.state, 'intended') AS state, last.at, last.due_at,
       sent.payload_sha256, coalesce(last.place, '') AS place, coalesce(last.error, '') AS error
FROM deliveries
JOIN interchanges ON interchanges.id = deliveries.interchange_id
LEFT JOIN delivery_events AS last ON last.id = (
    SELECT max(id) FROM delivery_events WHERE delivery_id = deliveries.id
)
LEFT JOIN delivery_events AS sent ON sent.id = (
    SELECT max(id) FROM delivery_events WHERE delivery_id = deliveries.id AND payload_sha256 IS NOT NULL
);

-- Routes whose last deliveries to an agency failed, and until when they are left alone; made from the events above.
CREATE TABLE destinations (
    route        TEXT NOT NULL,
    agency       TEXT NOT NULL,
    failures     INTEGER NOT NULL,        -- in a row
    closed_until TEXT NOT NULL,           -- empty: it is not left alone
    PRIMARY KEY (route, agency)
) STRICT;
