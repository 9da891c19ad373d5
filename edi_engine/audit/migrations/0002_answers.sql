-- Answers: a delivery may belong to an interchange and to no message of it, with the bytes planned when it was decided;
-- and what a CONTRL that was received says of a delivery.

DROP VIEW delivery_states;

-- A delivery that is to be made; written before anything is sent.
CREATE TABLE deliveries_new (
    id              INTEGER PRIMARY KEY,
    interchange_id  INTEGER NOT NULL REFERENCES interchanges (id),
    message_id      INTEGER REFERENCES messages (id),     -- NULL: it answers the interchange
    route           TEXT NOT NULL,                        -- or the row of `answers:`
    agency          TEXT NOT NULL,                        -- names the outbox
    mapping         TEXT NOT NULL,
    mapping_version TEXT NOT NULL,
    transport       TEXT NOT NULL,
    reference       TEXT NOT NULL,                        -- control reference sent, never used again
    intended_at     TEXT NOT NULL,
    planned_sha256  TEXT REFERENCES payloads (sha256),    -- an answer's bytes
    repeats         INTEGER REFERENCES deliveries_new (id) -- an answer that is sent again has the same reference
) STRICT;
INSERT INTO deliveries_new
SELECT deliveries.id, messages.interchange_id, message_id, route, agency, deliveries.mapping,
       deliveries.mapping_version, transport, deliveries.reference, intended_at, NULL, NULL
FROM deliveries JOIN messages ON messages.id = deliveries.message_id;
DROP TABLE deliveries;
ALTER TABLE deliveries_new RENAME TO deliveries;
CREATE UNIQUE INDEX deliveries_reference ON deliveries (reference) WHERE repeats IS NULL;
CREATE INDEX deliveries_interchange ON deliveries (interchange_id);
CREATE INDEX deliveries_message ON deliveries (message_id);

-- A delivery with its latest event; `intended` if nothing is known after the intention.
CREATE VIEW delivery_states AS
SELECT deliveries.*, interchanges.exchange_id, coalesce(last.state, 'intended') AS state, last.at,
       last.payload_sha256, coalesce(last.place, '') AS place, coalesce(last.error, '') AS error
FROM deliveries
JOIN interchanges ON interchanges.id = deliveries.interchange_id
LEFT JOIN delivery_events AS last ON last.id = (
    SELECT max(id) FROM delivery_events WHERE delivery_id = deliveries.id
);

-- What a CONTRL that was received says of an interchange of ours, with everything in it.
CREATE TABLE acknowledgements (
    id          INTEGER PRIMARY KEY,
    message_id  INTEGER NOT NULL REFERENCES messages (id),
    delivery_id INTEGER REFERENCES deliveries (id),       -- NULL: we sent no such interchange
    reference   TEXT NOT NULL,                            -- UCI 0020
    state       TEXT NOT NULL CHECK (state IN ('acknowledged', 'received', 'rejected'))
) STRICT;
CREATE INDEX acknowledgements_message ON acknowledgements (message_id);
CREATE INDEX acknowledgements_delivery ON acknowledgements (delivery_id);
